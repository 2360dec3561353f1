from django.core.management.base import BaseCommand, CommandError, CommandParser

from users.models import User
from users.roles import ROLES, grant


class Command(BaseCommand):
    help = "Give a user a role in place of the present one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", help=" or ".join(ROLES))

    def handle(self, *_args: object, email: str, role: str, **_options: object) -> None:
        if role not in ROLES:
            raise CommandError(f"There is no role {role}. Choose one of {', '.join(ROLES)}.")
        user = User.objects.filter(email=User.objects.normalize_email(email)).first()
        if user is None:
            raise CommandError(f"There is no user with the address {email}.")
        grant(user, role)
        self.stdout.write(f"{user.email} is {role} now.")
