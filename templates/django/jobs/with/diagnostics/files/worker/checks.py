from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

LONGEST_WAIT = timedelta(minutes=5)


def tasks_are_run() -> str:
    """Background tasks are run."""
    try:
        waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - LONGEST_WAIT)
        return f"Start a worker: {waiting.count()} tasks wait for `uv run poe worker`." if waiting else ""
    except DatabaseError:
        return "The database is not available."
