from unittest import mock

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from flask_mailman import EmailMessage

from app.extensions import db
from app.mail_queue import EmailBackend, MailError
from app.worker import QueuedJob


def send(app: Flask, error: type[Exception] | None = None) -> mock.Mock:
    with app.app_context(), mock.patch("smtplib.SMTP", side_effect=error) as server:
        message = EmailMessage("Grüße", "Text", "noreply@example.com", ["Ada <ada@example.com>"])
        EmailBackend().send_messages([message])
    sendmail: mock.Mock = server.return_value.sendmail
    return sendmail


def test_mail_is_sent(app: Flask) -> None:
    sender, recipients, content = send(app).call_args.args
    assert (sender, recipients) == ("noreply@example.com", ["Ada <ada@example.com>"])
    assert b"\r\n\r\nText" in content


def test_failure_is_told_without_the_address(app: Flask) -> None:
    with pytest.raises(MailError, match=r"^ConnectionRefusedError$"):
        send(app, ConnectionRefusedError)


@pytest.mark.parametrize(("status", "expected"), [(200, 1), (400, 0)])
def test_mail_is_queued_unless_the_view_fails(app: Flask, client: FlaskClient, status: int, expected: int) -> None:
    @app.get("/send/")
    def view() -> ResponseReturnValue:
        EmailBackend().send_messages([EmailMessage("Subject", "Text", to=["ada@example.com"])])
        return "", status

    app.config["RUN_JOBS_AT_ONCE"] = False
    client.get("/send/")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(QueuedJob.id))) == expected
