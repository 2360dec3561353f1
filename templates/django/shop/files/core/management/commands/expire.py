"""`manage.py expire`."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from app.shop import orders
from app.shop.payments import PROVIDERS
from app.shop.unpaid import time_to_pay


class Command(BaseCommand):
    """Cancels orders that nobody has begun to pay, and puts back on the shelf what is in them."""

    help = "Cancel orders that nobody has begun to pay, and put back on the shelf what is in them."

    def add_arguments(self, parser: CommandParser) -> None:
        """How old they are."""
        parser.add_argument("--hours", type=float, help="How old they are; as a rule, the time to pay.")

    def handle(self, *_args: object, hours: float | None, **_options: object) -> None:
        """Cancel them."""
        usual = time_to_pay(PROVIDERS[settings.PAYMENT_PROVIDER])
        until = timezone.now() - (usual if hours is None else timedelta(hours=hours))
        self.stdout.write(f"Cancelled: {orders.expire(until)}.")
