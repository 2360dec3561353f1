from django.core import mail
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client, TestCase
from django.urls import reverse

from users.models import User

EMAIL = "ada@example.org"
PASSWORD = "four-Brown-kettles-sing"


class RateLimitTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        self.user = User.objects.create_superuser(EMAIL, PASSWORD)

    def log_in(self, email: str = EMAIL, password: str = "wrong", address: str = "192.0.2.1") -> HttpResponseBase:
        data = {"login": email, "password": password}
        return Client(REMOTE_ADDR=address).post(reverse("account_login"), data)

    def test_the_sixth_log_in_is_refused_after_five_wrong_passwords(self) -> None:
        for email in (EMAIL, "nobody@example.org"):
            statuses = [self.log_in(email).status_code for _attempt in range(5)]
            self.assertEqual(statuses, [200] * 5)
            response = self.log_in(email, PASSWORD)
            self.assertEqual(response.status_code, 429)
            self.assertEqual(response.headers["Retry-After"], "300")

    def test_nobody_locks_a_user_of_another_network_out(self) -> None:
        for _attempt in range(6):
            self.log_in(address="198.51.100.7")
        self.assertEqual(self.log_in(password=PASSWORD).status_code, 302)

    def test_one_client_cannot_try_many_accounts(self) -> None:
        statuses = [self.log_in(f"{number}@example.org").status_code for number in range(21)]
        self.assertEqual(statuses, [200] * 20 + [429])

    def test_sign_ups_are_limited(self) -> None:
        url = reverse("account_signup")
        data = [{"email": f"{number}@example.org", "password1": PASSWORD} for number in range(11)]
        statuses = [Client().post(url, fields).status_code for fields in data]
        self.assertEqual(statuses, [302] * 10 + [429])

    def test_mails_to_reset_a_password_are_limited(self) -> None:
        url = reverse("account_reset_password")
        statuses = [Client().post(url, {"email": EMAIL}).status_code for _attempt in range(6)]
        self.assertEqual(statuses, [302] * 5 + [429])
        self.assertEqual(len(mail.outbox), 5)

    def test_passwords_to_delete_an_account_are_limited(self) -> None:
        self.client.force_login(self.user)
        for _attempt in range(6):
            response = self.client.post(reverse("users:delete"), {"password": "wrong"})
        self.assertEqual((response.status_code, response.headers["Retry-After"]), (429, "300"))
