"""What the tests of the contact form share."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_mailman import EmailMessage
from werkzeug.test import Client


class Outbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.kept: list[EmailMessage] = []

    def send_messages(self, messages: list[EmailMessage]) -> None:
        """Keep the messages."""
        self.kept.extend(messages)


class Refusing:
    """A mail server that is down."""

    def send_messages(self, _messages: list[EmailMessage]) -> None:
        """Take none."""
        raise ConnectionRefusedError


@pytest.fixture(autouse=True)
def sent_mails(monkeypatch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """The mails that were sent; none leaves the tests."""
    server = Outbox()
    monkeypatch.setattr("flask_mailman._Mail.get_connection", lambda _mail, **_told: server)
    return server.kept


@pytest.fixture
def no_mails(sent_mails: list[EmailMessage], monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server that is down."""
    monkeypatch.setattr("flask_mailman._Mail.get_connection", lambda _mail, **_told: Refusing())


@pytest.fixture
def with_address(make_app: Callable[..., Flask]) -> Client:
    """A client of an application that mails messages on."""
    return Client(make_app(contact_email="us@example.org"))
