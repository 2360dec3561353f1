"""`manage.py expire`."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from app.shop import orders


class Command(BaseCommand):
    """Cancels orders that nobody has begun to pay, and puts back on the shelf what is in them."""

    help = "Cancel orders that nobody has begun to pay, and put back on the shelf what is in them."

    def add_arguments(self, parser: CommandParser) -> None:
        """How old they are."""
        parser.add_argument("--hours", type=int, default=24)

    def handle(self, *_args: object, hours: int, **_options: object) -> None:
        """Cancel them."""
        self.stdout.write(f"Cancelled: {orders.expire(timezone.now() - timedelta(hours=hours))}.")
