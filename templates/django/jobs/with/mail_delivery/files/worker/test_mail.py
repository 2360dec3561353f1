from unittest import mock

from django.core.mail import EmailMessage
from django.test import TestCase

from worker.tasks import QueuedEmailBackend


class MailTests(TestCase):
    def send(self, error: type[Exception] | None = None) -> mock.Mock:
        message = EmailMessage("Grüße", "Text", "noreply@example.org", ["Ada <ada@example.org>"])
        with mock.patch("smtplib.SMTP", side_effect=error) as server:
            QueuedEmailBackend().send_messages([message])
        return server

    def test_a_mail_is_sent(self) -> None:
        sender, recipients, content = self.send().return_value.sendmail.call_args.args
        self.assertEqual((sender, recipients), ("noreply@example.org", ["Ada <ada@example.org>"]))
        self.assertIn(b"\r\n\r\nText", content)

    def test_a_failure_is_logged_without_the_address(self) -> None:
        with self.assertLogs("django_tasks") as logs:
            self.send(ConnectionRefusedError)
        self.assertIn("MailError: ConnectionRefusedError", logs.output[-1])
        self.assertNotIn("ada@example.org", logs.output[-1])
