from django.test import TestCase, override_settings

from users.checks import no_demo_users
from users.demo import EMAILS, add_demo_users


class DemoUserTests(TestCase):
    def test_demo_users_are_found_in_production_only(self) -> None:
        add_demo_users()
        self.assertEqual(no_demo_users(), "")
        with override_settings(PRODUCTION=True):
            self.assertIn(EMAILS[0], no_demo_users())
