from unittest import mock

from django.core.mail import EmailMessage
from django.test import SimpleTestCase

from config.mail import BackgroundEmailBackend, mail_settings


class MailTests(SimpleTestCase):
    def test_the_url_names_the_mail_server(self) -> None:
        settings = mail_settings("smtp://user:p%40ss@mail.example.org")
        self.assertEqual((settings["EMAIL_HOST"], settings["EMAIL_PORT"]), ("mail.example.org", 587))
        self.assertEqual((settings["EMAIL_HOST_PASSWORD"], settings["EMAIL_USE_TLS"]), ("p@ss", True))

    def test_a_url_without_a_server_is_refused(self) -> None:
        for url in ("", "mail.example.org", "http://mail.example.org", "smtp://host:none"):
            with self.subTest(url=url), self.assertRaisesRegex(ValueError, "names no mail server"):
                mail_settings(url)

    def test_a_failure_is_logged(self) -> None:
        backend = BackgroundEmailBackend()
        with mock.patch("smtplib.SMTP", side_effect=ConnectionRefusedError), self.assertLogs("config.mail") as logs:
            backend.send_now([EmailMessage("Subject", "Text", to=["ada@example.org"])])
        self.assertIn("ConnectionRefusedError", logs.output[0])
