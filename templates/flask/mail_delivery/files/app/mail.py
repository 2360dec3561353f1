"""Mail by Flask-Mailman, sent in the background."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.backends.smtp import EmailBackend

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
PORTS = {"smtp": 587, "smtps": 465}
NO_SERVER = "names no mail server; write smtp://host:port, smtps://host:port or console://"

executor = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail")


def mail_server(url: str) -> dict[str, Any] | None:
    """Return the settings of the server that `EMAIL_URL` names, or nothing if mails are printed.

    Raise `ValueError` if it names none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its message may have a part of the password
        raise ValueError(NO_SERVER) from None
    if parts.scheme == "console":
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(NO_SERVER)
    return {
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": port or PORTS[parts.scheme],
        "MAIL_USERNAME": unquote(parts.username or ""),
        "MAIL_PASSWORD": unquote(parts.password or ""),
        "MAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOCAL_HOSTS,
        "MAIL_USE_SSL": parts.scheme == "smtps",
        "MAIL_TIMEOUT": 10,
        "MAIL_BACKEND": BackgroundBackend,
    }


class BackgroundBackend(BaseEmailBackend):
    """Send mails in a thread: the time of a response must not tell whether one was sent."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        executor.submit(send, current_app._get_current_object(), messages)  # type: ignore[attr-defined]
        return len(messages)


def init_app(app: Flask) -> None:
    app.config["MAIL_DEFAULT_SENDER"] = app.config["EMAIL_FROM"]
    app.config.update(mail_server(app.config["EMAIL_URL"]) or {"MAIL_BACKEND": "console"})
    if app.testing:
        app.config["MAIL_BACKEND"] = "locmem"
    Mail(app)


def send(app: Flask, messages: list[EmailMessage]) -> None:
    with app.app_context():
        try:
            EmailBackend().send_messages(messages)
        except OSError as error:  # without the message, which may have the address
            app.logger.error("mail not sent: %s", type(error).__name__)
