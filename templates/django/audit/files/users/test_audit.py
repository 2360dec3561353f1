from auditlog.models import LogEntry
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, TestCase

from users.audit import AuditMiddleware
from users.models import User


class AuditTests(TestCase):
    def setUp(self) -> None:
        self.ada = User.objects.create_user("ada@example.org", "four-Brown-kettles-sing")

    def change_password(self, user: User) -> LogEntry:
        """Change it in a request of the user, and return the entry."""

        def view(request: HttpRequest) -> HttpResponse:
            request.user = user  # as REST framework does for a token
            self.ada.set_password("six-Purple-doors-creak")
            self.ada.save()
            return HttpResponse()

        request = RequestFactory().get("/", headers={"x-forwarded-for": "198.51.100.7"})
        request.user = AnonymousUser()
        AuditMiddleware(view)(request)
        return LogEntry.objects.get_for_object(self.ada).latest("pk")

    def test_an_entry_has_user_and_address_but_no_password(self) -> None:
        bob = User.objects.create_user("bob@example.org")
        entry = self.change_password(bob)
        self.assertEqual((entry.actor, entry.remote_addr), (bob, "127.0.0.1"))
        self.assertEqual(entry.changes, {"password": ["***", "***"]})

    def test_entries_outlive_their_user(self) -> None:
        bob = User.objects.create_user("bob@example.org")
        entry = self.change_password(bob)
        bob.delete()
        entry.refresh_from_db()
        self.assertEqual((entry.actor, entry.actor_email), (None, "bob@example.org"))
