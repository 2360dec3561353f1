"""Mails leave in the background."""

from threading import Event
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

from app.delivery import EmailBackend, send


def test_a_mail_is_sent_while_the_server_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, sent = Event(), Event()

    def slow(_backend: smtp.EmailBackend, _messages: list[Any]) -> None:
        answers.wait(10)
        sent.set()

    monkeypatch.setattr(smtp.EmailBackend, "send_messages", slow)
    assert EmailBackend().send_messages([EmailMessage("A", "B", to=["ada@example.org"])]) == 1

    assert not sent.is_set()
    answers.set()
    assert sent.wait(10)


def test_a_mail_that_is_not_sent_is_for_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_backend: smtp.EmailBackend, _messages: list[Any]) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(smtp.EmailBackend, "send_messages", refuse)

    send([])
