"""How mails leave: in the background."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

import structlog
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend

THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail")
"""Python waits for its threads before it exits, so that every mail is sent."""

log = structlog.stdlib.get_logger(__name__)


class EmailBackend(BaseEmailBackend):
    """Sends mails after the answer, whose time would tell whether there was somebody to send one to."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Have a thread send the messages."""
        THREADS.submit(send, email_messages)
        return len(email_messages)


def send(messages: Sequence[EmailMessage]) -> None:
    """Send messages; what is wrong with the mail server is for the log."""
    try:
        smtp.EmailBackend().send_messages(messages)
    except (SMTPException, OSError) as error:
        log.error("mail not sent", error=type(error).__name__)
