"""What people see, and what the log keeps, when something else fails: the mail server, the database, a race."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.users.datastore import People
from app.users.demo import no_demo_people
from people.visitor import EMAIL, PASSWORD, Visitor
from production import PRODUCTION
from test_contract import written_log

NEW = "six-Purple-doors-creak"


class Refusing:
    """A mail server that takes nothing."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send_messages(self, _messages: list[Any]) -> None:
        """Refuse the messages."""
        raise self.error


@pytest.mark.parametrize(
    "error",
    [ConnectionRefusedError(111, "down"), SMTPRecipientsRefused({EMAIL: (550, b"no such user")})],
    ids=["down", "refusing"],
)
def test_a_mail_that_cannot_be_sent_tells_the_visitor_nothing_and_the_log_no_address(
    make_person: Callable[..., None],
    visitor: Callable[[], Visitor],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    make_person()
    monkeypatch.setattr("flask_mailman._Mail.get_connection", lambda _mail: nullcontext(Refusing(error)))

    with written_log(**PRODUCTION) as log:
        answers = [
            visitor().fill_in("/accounts/password/reset/", email=email) for email in (EMAIL, "nobody@example.org")
        ]

    assert {(answer.status_code, answer.location) for answer in answers} == {(302, "/accounts/password/reset/")}
    assert '"event": "mail not sent"' in log.getvalue()
    assert type(error).__name__ in log.getvalue()
    assert EMAIL not in log.getvalue()


def test_what_the_database_refuses_is_not_in_the_log(
    app: Flask, make_person: Callable[..., None], visitor: Callable[[], Visitor]
) -> None:
    make_person("other@example.org")
    with app.app_context():
        db.session.execute(text("create unique index only_one on users (active)"))
        db.session.commit()

    with written_log(**PRODUCTION) as log:
        answer = visitor().fill_in("/accounts/signup/", email=EMAIL, new_password=PASSWORD)

    assert answer.status_code == 500
    assert "IntegrityError" in log.getvalue()
    assert EMAIL not in log.getvalue()
    assert "$argon2" not in log.getvalue()


def test_the_second_of_two_sign_ups_at_once_is_answered_like_the_first(
    make_person: Callable[..., None],
    visitor: Callable[[], Visitor],
    outbox: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create = People.create_user

    def create_late(self: People, **given: Any) -> Any:
        monkeypatch.setattr(People, "create_user", create)
        make_person()
        return create(self, **given)

    page = visitor().open("/accounts/signup/")
    monkeypatch.setattr(People, "create_user", create_late)

    answer = visitor().fill_in(page.request.path, email=EMAIL, new_password=NEW)

    assert (answer.status_code, answer.location) == (302, "/accounts/login/")
    assert [message.to for message in outbox] == [[EMAIL]]
    assert not re.findall(r"/confirm-email/\S{20,}", outbox[0].body)


@pytest.mark.parametrize("path", ["/health/live/", "/static/nothing"])
def test_what_is_the_same_for_everybody_needs_no_database(known: Callable[..., Visitor], app: Flask, path: str) -> None:
    ada = known()
    before = ada.open(path).status_code
    with app.app_context():
        db.session.execute(text("alter table users rename to gone"))
        db.session.commit()

    assert ada.open(path).status_code == before


def test_a_database_without_tables_has_no_demo_people(app_in_production: Flask) -> None:
    with app_in_production.app_context():
        db.session.execute(text("alter table users rename to gone"))
        db.session.commit()

        assert no_demo_people() == ""
