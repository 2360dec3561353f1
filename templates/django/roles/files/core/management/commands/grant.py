"""`manage.py grant`."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from app.people.roles import ROLES, grant
from users.models import User


class Command(BaseCommand):
    """Gives somebody a role."""

    help = "Give somebody a role, in the place of another."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and which role."""
        parser.add_argument("email")
        parser.add_argument("role", help=" or ".join(ROLES))

    def handle(self, *_args: object, email: str, role: str, **_options: object) -> None:
        """Give it."""
        if role not in ROLES:
            raise CommandError(f"there is no role {role}; there are {', '.join(ROLES)}")
        user = User.objects.filter(email=User.objects.normalize_email(email)).first()
        if user is None:
            raise CommandError(f"nobody has the e-mail address {email}")
        grant(user, role)
        self.stdout.write(f"{user.email} is {role} now.")
