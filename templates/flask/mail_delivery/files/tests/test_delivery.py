"""Mails leave in the background."""

from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask_mailman import EmailMessage
from flask_mailman.backends.smtp import EmailBackend

from app.delivery import BackgroundBackend, send


def test_a_mail_is_sent_while_the_server_is_slow(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    answers, sent = Event(), Event()

    def slow(_backend: EmailBackend, _messages: list[Any]) -> None:
        answers.wait(10)
        sent.set()

    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    with app.app_context():
        assert BackgroundBackend().send_messages([EmailMessage("A", "B", to=["ada@example.org"])]) == 1

    assert not sent.is_set()
    answers.set()
    assert sent.wait(10)


def test_a_mail_that_is_not_sent_is_for_the_log(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_backend: EmailBackend, _messages: list[Any]) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)

    send(app, [])
