import re

from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse

from users import demo
from users.models import User

EMAIL = "ada@example.org"
PASSWORD = "four-Brown-kettles-sing"
NEW_PASSWORD = "six-Purple-doors-creak"


def log_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> str:
    """Send the log-in form, and return where it redirects to."""
    response = client.post(reverse("account_login"), {"login": email, "password": password, **fields})
    return response.headers.get("Location", "")


def is_logged_in(client: Client) -> bool:
    return client.get(reverse("users:profile")).status_code == 200


def find_link() -> str:
    match = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert match
    return match[1]


class AccountTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        self.user = User.objects.create_superuser(EMAIL, PASSWORD)

    def sign_up(self, email: str, password: str = PASSWORD) -> str:
        response = self.client.post(reverse("account_signup"), {"email": email, "password1": password})
        return response.headers.get("Location", "")

    def test_a_user_signs_up_confirms_the_address_and_logs_in(self) -> None:
        self.sign_up("Bob@Example.org")
        log_in(self.client, "bob@example.org")
        self.assertFalse(is_logged_in(self.client))
        self.client.post(find_link())
        log_in(self.client, "BOB@example.org")
        self.assertTrue(is_logged_in(self.client))

    def test_signing_up_does_not_tell_who_has_an_account(self) -> None:
        self.assertEqual(self.sign_up("bob@example.org"), self.sign_up(EMAIL))
        self.assertEqual([message.to for message in mail.outbox], [["bob@example.org"], [EMAIL]])

    def test_easy_passwords_are_refused(self) -> None:
        for password in ("short", "123456789123", "password1234", "bob@example.org"):
            with self.subTest(password=password):
                self.assertEqual(self.sign_up("bob@example.org", password), "")
        self.assertFalse(User.objects.filter(email="bob@example.org").exists())

    def test_failed_log_ins_are_limited(self) -> None:
        for _attempt in range(11):
            log_in(self.client, password="wrong")
        log_in(self.client)
        self.assertFalse(is_logged_in(self.client))

    def test_logging_in_redirects_only_within_the_site(self) -> None:
        profile = reverse("users:profile")
        for target, expected in {"/": "/", "https://evil.example/": profile, "//evil.example/": profile}.items():
            with self.subTest(target=target):
                self.assertEqual(log_in(Client(), next=target), expected)

    def test_a_forgotten_password_is_reset_by_mail(self) -> None:
        self.client.force_login(self.user)
        Client().post(reverse("account_reset_password"), {"email": EMAIL})
        visitor = Client()
        form = visitor.get(find_link(), follow=True)
        visitor.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        self.assertFalse(is_logged_in(self.client))
        log_in(self.client, password=NEW_PASSWORD)
        self.assertTrue(is_logged_in(self.client))

    def test_no_mail_is_sent_to_an_address_without_an_account(self) -> None:
        self.client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
        self.assertEqual(mail.outbox, [])

    def test_a_new_password_ends_other_sessions(self) -> None:
        other = Client()
        for client in (self.client, other):
            client.force_login(self.user)
        data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        self.client.post(reverse("account_change_password"), data)
        self.assertTrue(is_logged_in(self.client))
        self.assertFalse(is_logged_in(other))

    def test_the_pages_of_accounts_are_not_cached(self) -> None:
        self.assertIn("no-store", self.client.get(reverse("account_login")).headers["Cache-Control"])
        self.client.force_login(self.user)
        self.assertIn("no-store", self.client.get(reverse("core:home")).headers["Cache-Control"])

    def test_a_user_changes_the_name(self) -> None:
        self.client.force_login(self.user)
        response = self.client.post(reverse("users:profile"), {"name": "Ada", "email": "x@example.org"}, follow=True)
        self.assertContains(response, "Your profile has been saved.")
        self.user.refresh_from_db()
        self.assertEqual((self.user.name, self.user.email), ("Ada", EMAIL))

    def test_a_user_deletes_the_account_with_the_password(self) -> None:
        self.client.force_login(self.user)
        for password, remaining in {"wrong": 1, PASSWORD: 0}.items():
            self.client.post(reverse("users:delete"), {"password": password})
            self.assertEqual(User.objects.filter(email=EMAIL).count(), remaining)
        self.assertFalse(is_logged_in(self.client))

    def test_demo_users_log_in(self) -> None:
        call_command("seed")
        for email in demo.EMAILS:
            client = Client()
            log_in(client, email, demo.PASSWORD)
            self.assertTrue(is_logged_in(client))
