"""How mails of the accounts are sent."""

from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter

log = structlog.stdlib.get_logger(__name__)


class MailAdapter(DefaultAccountAdapter):
    """Answers alike whether a mail leaves or not: a mistake would tell that there is an account."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, or write down why not; never to whom."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            log.error("mail not sent", error=type(error).__name__)
