from django.core.management.base import BaseCommand

from orders.models import Order


class Command(BaseCommand):
    help = "Cancel orders that have not been paid in time, and return their stock."

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"Cancelled {Order.objects.all().expire()} orders.")
