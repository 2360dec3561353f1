"""Accounts of the demo data, in production."""

from collections.abc import Callable

from people.test_accounts import MakePerson


def test_the_doctor_sees_demo_people_in_production(
    run_in_production: Callable[[str], tuple[int, str]], make_person_in_production: MakePerson
) -> None:
    make_person_in_production(email="member@example.org")

    status, output = run_in_production("doctor")

    assert status == 1
    assert "RED  There are no demo people in production." in output
