"""`manage.py prune`."""

from django.core.management.base import BaseCommand

from app.telemetry.store import prune


class Command(BaseCommand):
    """Deletes readings that are older than they are kept."""

    help = "Delete readings older than RETENTION_DAYS."

    def handle(self, *_args: object, **_options: object) -> None:
        """Delete them, and say how many they were."""
        self.stdout.write(f"Readings deleted: {prune()}.")
