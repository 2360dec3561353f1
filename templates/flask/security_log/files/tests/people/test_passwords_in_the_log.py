"""Wrong passwords of people who have logged in are in the security log."""

from collections.abc import Callable

import pytest

from people.test_security_log import events
from people.visitor import Visitor
from production import PRODUCTION
from test_contract import written_log

WRONG = "not-the-Password-at-all"


@pytest.mark.parametrize(
    ("path", "more"),
    [("/accounts/delete/", {}), ("/accounts/password/change/", {"new_password": "six-Purple-doors-creak"})],
)
def test_a_wrong_password_in_an_open_session_is_logged(
    known: Callable[..., Visitor], path: str, more: dict[str, str]
) -> None:
    ada = known()
    with written_log(**PRODUCTION) as log:
        ada.fill_in(path, current_password=WRONG, **more)

    (line,) = events(log.getvalue())
    assert (line["event"], line["client"]) == ("log-in failed", ada.address)
    assert line["user"]
