"""How mails leave: by the server of the environment, in the background, or printed where there is none."""

from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

import structlog
from flask import Flask, current_app
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.backends.smtp import EmailBackend

from app.mail import mail_server

THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail")
"""Python waits for its threads before it exits, so that every mail is sent."""

log = structlog.stdlib.get_logger(__name__)


class BackgroundBackend(BaseEmailBackend):
    """Sends mails after the answer, whose time would tell whether there was somebody to send one to."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        """Have a thread send the messages."""
        THREADS.submit(send, current_app._get_current_object(), messages)  # type: ignore[attr-defined]
        return len(messages)


def init_app(app: Flask) -> None:
    """Give the application its way to send mails."""
    app.config["MAIL_DEFAULT_SENDER"] = app.config["EMAIL_FROM"]
    if server := mail_server(app.config["EMAIL_URL"]):
        app.config.from_mapping(
            MAIL_BACKEND=BackgroundBackend,
            MAIL_SERVER=server.host,
            MAIL_PORT=server.port,
            MAIL_USERNAME=server.username,
            MAIL_PASSWORD=server.password,
            MAIL_USE_TLS=server.starttls,
            MAIL_USE_SSL=server.tls,
            MAIL_TIMEOUT=10,
        )
    else:
        app.config["MAIL_BACKEND"] = "console"
    Mail(app)


def send(app: Flask, messages: list[EmailMessage]) -> None:
    """Send messages; what is wrong with the mail server is for the log."""
    with app.app_context():
        try:
            EmailBackend().send_messages(messages)
        except (SMTPException, OSError) as error:
            log.error("mail not sent", error=type(error).__name__)
