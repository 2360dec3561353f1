import re
import time

import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from users.models import User
from users.roles import grant
from users.testing import SECRET, pass_second_factor

EMAIL = "ada@example.org"
PASSWORD = "four-Brown-kettles-sing"


def get_code(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def is_logged_in(client: Client) -> bool:
    return client.get(reverse("users:profile")).status_code == 200


class TwoFactorTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        clock = time_machine.travel(time.time(), tick=False)  # codes change every 30 seconds
        clock.start()
        self.addCleanup(clock.stop)
        self.user = User.objects.create_superuser(EMAIL, PASSWORD)
        self.staff_page = reverse("users:list")

    def log_in(self, code: str = "") -> Client:
        client = Client()
        client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
        if code:
            self.enter_code(client, code)
        return client

    def enter_code(self, client: Client, code: str) -> int:
        return client.post(reverse("mfa_authenticate"), {"code": code}).status_code

    def set_up(self, client: Client) -> str:
        """Set up an authenticator app in the pages of the site, and return its secret."""
        url = reverse("mfa_activate_totp")
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        match = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', client.get(url).text)
        assert match
        self.assertEqual(client.post(url, {"code": get_code(match[1])}).status_code, 302)
        return match[1]

    def test_staff_have_no_rights_before_they_set_it_up(self) -> None:
        client = self.log_in()
        self.assertTrue(is_logged_in(client))
        self.assertRedirects(client.get(self.staff_page), reverse("mfa_activate_totp"), target_status_code=302)
        self.set_up(client)
        self.assertEqual(client.get(self.staff_page).status_code, 200)

    def test_saving_the_profile_before_leaves_the_rights_as_they_are(self) -> None:
        self.log_in().post(reverse("users:profile"), {"name": "Ada"})
        self.user.refresh_from_db()
        self.assertEqual((self.user.name, self.user.is_staff, self.user.is_superuser), ("Ada", True, True))

    def test_rights_by_the_group_count_only_with_it(self) -> None:
        self.user.is_superuser = False
        self.user.save()
        grant(self.user, "staff")
        self.assertEqual(self.log_in().get(self.staff_page).status_code, 302)
        pass_second_factor(self.client, self.user)
        self.assertEqual(self.client.get(self.staff_page).status_code, 200)

    def test_members_may_do_without(self) -> None:
        grant(self.user, "member")
        User.objects.update(is_staff=False, is_superuser=False)
        client = self.log_in()
        self.assertTrue(is_logged_in(client))
        self.assertEqual(client.get(self.staff_page).status_code, 403)

    def test_a_code_logs_in_once(self) -> None:
        secret = self.set_up(self.log_in())
        self.assertFalse(is_logged_in(self.log_in()))
        self.assertFalse(is_logged_in(self.log_in(get_code(secret))), "the code was used to set it up")
        with time_machine.travel(time.time() + 90, tick=False):
            self.assertFalse(is_logged_in(self.log_in("000000")))
            self.assertTrue(is_logged_in(self.log_in(get_code(secret))))
            cache.clear()
            self.assertFalse(is_logged_in(self.log_in(get_code(secret))))

    def test_a_recovery_code_logs_in_once(self) -> None:
        page = self.log_in()
        self.set_up(page)
        codes = re.findall(r"^\w{4,}-?\w{4,}$", page.get(reverse("mfa_view_recovery_codes")).text, re.MULTILINE)
        self.assertTrue(is_logged_in(self.log_in(codes[1])))
        self.assertFalse(is_logged_in(self.log_in(codes[1])))

    def test_secrets_are_encrypted_and_outlive_a_change_of_the_key(self) -> None:
        secret = self.set_up(self.log_in())
        self.assertNotIn(secret, str(Authenticator.objects.values_list("data", flat=True)))
        new = override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY])
        with new, time_machine.travel(time.time() + 90, tick=False):
            self.assertTrue(is_logged_in(self.log_in(get_code(secret))))

    def test_wrong_codes_are_limited(self) -> None:
        self.set_up(self.log_in())
        client = self.log_in()
        statuses = [self.enter_code(client, "000000") for _attempt in range(6)]
        self.assertEqual(statuses, [200] * 5 + [429])

    def test_setting_it_up_ends_sessions_with_a_password_only(self) -> None:
        other, client = self.log_in(), self.log_in()
        self.set_up(client)
        self.assertTrue(is_logged_in(client))
        self.assertFalse(is_logged_in(other))

    def test_rights_end_with_the_second_factor(self) -> None:
        pass_second_factor(self.client, self.user)
        Authenticator.objects.all().delete()
        self.assertEqual(self.client.get(self.staff_page).status_code, 302)
