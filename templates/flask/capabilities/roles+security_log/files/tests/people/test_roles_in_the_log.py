"""Roles that change are in the security log."""

from collections.abc import Callable

from people.test_security_log import events
from people.visitor import EMAIL
from production import PRODUCTION
from test_contract import written_log


def test_a_role_that_is_given_is_logged(
    make_person: Callable[..., None], run: Callable[[str], tuple[int, str]]
) -> None:
    make_person()
    with written_log(**PRODUCTION) as log:
        run(f"grant {EMAIL} staff")
        run(f"grant {EMAIL} staff")

    (line,) = events(log.getvalue())
    assert (line["event"], line["role"]) == ("role changed", "staff")
    assert line["user"]
