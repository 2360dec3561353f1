"""Mails, sent by the worker."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django_tasks import task


class MailError(Exception):
    """The mail was not sent."""


class QueuedEmailBackend(BaseEmailBackend):
    """Send mails by a task. Mails of a transaction that is rolled back are not sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            sender, *recipients = [
                sanitize_address(address, settings.DEFAULT_CHARSET)
                for address in (message.from_email, *message.recipients())
            ]
            content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
            send_mail.enqueue(sender, recipients, content.decode())
        return len(email_messages)


@task()
def send_mail(sender: str, recipients: list[str], content: str) -> None:
    try:
        with EmailBackend() as server:
            server.connection.sendmail(sender, recipients, content.encode())  # type: ignore[union-attr]
    except OSError as error:  # without its message, which may have the address
        raise MailError(type(error).__name__) from None
