"""Accounts of the demo data, in production."""

from collections.abc import Callable


def test_the_doctor_sees_demo_users_in_production(
    run_in_production: Callable[[str], tuple[int, str]], make_person_in_production: Callable[..., None]
) -> None:
    make_person_in_production(email="member@example.org")

    status, output = run_in_production("doctor")

    assert status == 1
    assert "RED  There are no demo users in production." in output
