from datetime import UTC, datetime, timedelta

from django.test import SimpleTestCase, override_settings
from django.urls import reverse


class SecurityTxtTests(SimpleTestCase):
    @override_settings(SECURITY_CONTACT="mailto:security@example.org")
    def test_it_names_the_contact_and_expires_within_a_year(self) -> None:
        text = self.client.get(reverse("security-txt")).text
        fields = dict(line.split(": ", 1) for line in text.splitlines())
        self.assertEqual(fields["Contact"], "mailto:security@example.org")
        self.assertEqual(fields["Canonical"], "http://testserver/.well-known/security.txt")
        self.assertLess(datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC), timedelta(days=365))
