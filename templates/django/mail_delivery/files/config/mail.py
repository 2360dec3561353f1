"""Mail by SMTP, sent in the background."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
PORTS = {"smtp": 587, "smtps": 465}
NO_SERVER = "names no mail server; write smtp://host:port, smtps://host:port or console://"

executor = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail")
logger = logging.getLogger(__name__)


def mail_settings(url: str) -> dict[str, Any]:
    """Return the settings of the server that `EMAIL_URL` names, or of the console.

    Raise `ValueError` if it names none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its message may have a part of the password
        raise ValueError(NO_SERVER) from None
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(NO_SERVER)
    return {
        "EMAIL_BACKEND": "config.mail.BackgroundEmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOCAL_HOSTS,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


class BackgroundEmailBackend(EmailBackend):
    """Send mails in a thread: the time of a response must not tell whether one was sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        executor.submit(self.send_now, email_messages)
        return len(email_messages)

    def send_now(self, email_messages: Sequence[EmailMessage]) -> None:
        try:
            super().send_messages(email_messages)
        except OSError as error:  # without the message, which may have the address
            logger.error("mail not sent: %s", type(error).__name__)
