"""The audit trail: what happened to accounts stays in the database, whoever would rather have it otherwise."""

from collections.abc import Callable

import pytest

from people.visitor import PASSWORD, Visitor

Trail = Callable[[], list[tuple[str, str]]]
"""Event and client address of every entry, the oldest first."""


def test_what_happens_to_an_account_is_kept(
    make_person: Callable[..., None], visitor: Callable[[], Visitor], audit_trail: Trail
) -> None:
    make_person()
    ada = visitor()

    ada.log_in(password="not-the-Password-at-all")
    ada.log_in()
    ada.log_out()

    happened = [entry for entry in audit_trail() if entry[0] in {"log-in failed", "logged in", "logged out"}]
    assert happened == [(event, ada.address) for event in ("log-in failed", "logged in", "logged out")]


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entries set event = 'nothing happened'",
        "delete from audit_entries",
        "insert or replace into audit_entries select * from audit_entries limit 1",
    ],
)
def test_the_trail_cannot_be_rewritten(
    known: Callable[..., Visitor], audit_trail: Trail, execute: Callable[[str], None], statement: str
) -> None:
    known()
    before = audit_trail()
    assert before

    with pytest.raises(Exception, match="audit entries are never changed"):
        execute(statement)

    assert audit_trail() == before


def test_the_trail_outlives_the_account(known: Callable[..., Visitor], audit_trail: Trail) -> None:
    ada = known()

    ada.fill_in("/accounts/delete/", current_password=PASSWORD)

    assert {"logged in", "account deleted"} <= {event for event, _ in audit_trail()}
