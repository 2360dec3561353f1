"""Mails, sent by the worker."""

from flask import Response, after_this_request, has_request_context
from flask_mailman import EmailMessage
from flask_mailman.backends import smtp
from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.message import sanitize_address

from app.extensions import db
from app.worker import job


class MailError(Exception):
    """The mail was not sent."""


class EmailBackend(BaseEmailBackend):
    """Send mails by a job. Mails of a transaction that is rolled back are not sent."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        for message in messages:
            sender, *recipients = [
                sanitize_address(address, "utf-8") for address in (message.from_email, *message.recipients())
            ]
            send_mail.enqueue(sender, recipients, message.message().as_bytes(linesep="\r\n").decode())
        if has_request_context():
            after_this_request(commit)
        return len(messages)


def commit(response: Response) -> Response:
    """Commit the mails of a view that has nothing else to commit."""
    if response.status_code < 400:
        db.session.commit()
    return response


@job
def send_mail(sender: str, recipients: list[str], content: str) -> None:
    try:
        with smtp.EmailBackend() as server:
            server.connection.sendmail(sender, recipients, content.encode())
    except OSError as error:  # without its message, which may have the address
        raise MailError(type(error).__name__) from None
