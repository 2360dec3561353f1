"""What happens to accounts is in the log: what, to whom, from where; and nothing that is a secret."""

import json
import re
from collections.abc import Callable
from typing import Any

from people.visitor import EMAIL, PASSWORD, Visitor
from production import PRODUCTION
from test_contract import written_log

WRONG = "not-the-Password-at-all"
NEW = "six-Purple-doors-creak"


def events(log: str) -> list[dict[str, Any]]:
    """The lines of a log, but those that are written for every request."""
    return [line for line in map(json.loads, log.splitlines()) if line["event"] != "request"]


def test_what_happens_to_an_account_is_logged(
    visitor: Callable[[], Visitor], make_person: Callable[..., None], outbox: list[Any]
) -> None:
    make_person()
    ada = visitor()
    with written_log(**PRODUCTION) as log:
        visitor().fill_in("/accounts/signup/", email="bob@example.org", new_password=PASSWORD)
        ada.log_in(password=WRONG)
        ada.log_in()
        ada.fill_in("/accounts/password/change/", current_password=PASSWORD, new_password=NEW)
        ada.log_out()
        ada.fill_in("/accounts/password/reset/", email=EMAIL)
        (link,) = re.findall(r"https?://\S+", outbox[-1].body)
        ada.fill_in(link, new_password=PASSWORD)
        eve = visitor()
        eve.log_in()
        eve.fill_in("/accounts/delete/", current_password=PASSWORD)

    happened = [line["event"] for line in events(log.getvalue())]
    expected = [
        "signed up",
        "log-in failed",
        "logged in",
        "password changed",
        "logged out",
        "password reset asked",
        "password reset",
        "logged in",
        "account deleted",
    ]
    assert [event for event in happened if event in expected] == expected


def test_an_event_tells_who_and_from_where_and_no_secret(
    visitor: Callable[[], Visitor], make_person: Callable[..., None]
) -> None:
    make_person()
    ada = visitor()
    with written_log(**PRODUCTION) as log:
        ada.log_in(password=WRONG)
        ada.log_in()

    failed, logged_in = events(log.getvalue())
    assert (failed["event"], failed["client"]) == ("log-in failed", ada.address)
    assert (logged_in["event"], logged_in["client"]) == ("logged in", ada.address)
    assert logged_in["user"]
    assert failed["request_id"] != logged_in["request_id"]
    for secret in (EMAIL, WRONG, PASSWORD):
        assert secret not in log.getvalue()
