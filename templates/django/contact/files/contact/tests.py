from django.core import mail
from django.core.cache import cache
from django.test import TestCase
from django.urls import reverse

from contact.views import LIMIT

MESSAGE = {"name": "Ada", "email": "ada@example.org", "text": "Hello!"}


class ContactTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        self.url = reverse("contact:contact")

    def test_a_message_is_mailed(self) -> None:
        response = self.client.post(self.url, MESSAGE, follow=True)
        self.assertContains(response, "Thank you for your message.")
        (sent,) = mail.outbox
        self.assertEqual((sent.body, sent.reply_to), ("Hello!", ["ada@example.org"]))

    def test_an_invalid_message_is_not_mailed(self) -> None:
        response = self.client.post(self.url, MESSAGE | {"email": "ada"})
        self.assertContains(response, "Enter a valid email address.")
        self.assertEqual(mail.outbox, [])

    def test_spam_is_not_mailed(self) -> None:
        self.client.post(self.url, MESSAGE | {"website": "https://spam.example"})
        self.assertEqual(mail.outbox, [])

    def test_a_name_adds_no_header(self) -> None:
        self.client.post(self.url, MESSAGE | {"name": "Ada\r\nBcc: eve@example.org"})
        self.assertEqual(mail.outbox[0].subject, "Message from Ada Bcc: eve@example.org")

    def test_messages_are_limited(self) -> None:
        for _number in range(LIMIT):
            self.assertRedirects(self.client.post(self.url, MESSAGE), self.url)
        response = self.client.post(self.url, MESSAGE)
        self.assertContains(response, "Too many messages.", status_code=429)
        self.assertEqual(len(mail.outbox), LIMIT)
