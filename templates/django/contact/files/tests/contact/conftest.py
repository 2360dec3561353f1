"""What the tests of the contact form share."""

from typing import NoReturn

import pytest
from django.core import mail
from pytest_django import Settings
from werkzeug.test import Client


@pytest.fixture
def sent_mails(http: Client) -> list[mail.EmailMessage]:
    """The mails that were sent; none leaves the tests."""
    return mail.outbox


@pytest.fixture
def no_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server that is down."""

    def refuse(_mail: mail.EmailMessage) -> NoReturn:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)


@pytest.fixture
def with_address(http: Client, settings: Settings) -> Client:
    """A client of an application that mails messages on."""
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"CONTACT_EMAIL": "us@example.org"})
    return http
