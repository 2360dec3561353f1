import time

import time_machine
from django.test import TestCase
from django.urls import reverse

from users.models import User

MINUTE = 60


class SessionTests(TestCase):
    def setUp(self) -> None:
        self.client.force_login(User.objects.create_user("ada@example.org"))
        self.start = time.time()
        self.assert_logged_in_after(0)

    def assert_logged_in_after(self, minutes: int, *, expected: bool = True) -> None:
        with time_machine.travel(self.start + minutes * MINUTE):
            is_logged_in = self.client.get(reverse("users:profile")).status_code == 200
            self.assertEqual(is_logged_in, expected, minutes)

    def test_a_session_without_requests_ends_after_half_an_hour(self) -> None:
        self.assert_logged_in_after(29)
        self.assert_logged_in_after(58)
        self.assert_logged_in_after(89, expected=False)

    def test_a_session_with_requests_ends_after_twelve_hours(self) -> None:
        for minutes in range(20, 12 * 60, 20):
            self.assert_logged_in_after(minutes)
        self.assert_logged_in_after(12 * 60 + 1, expected=False)
