"""Celery runs the background tasks.

They stay in the database, because a broker takes no part in a transaction: a message that is lost, or sent twice, does no harm.
"""

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend, TaskResult
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from worker.leases import Leases, resume_lost_tasks

SEND_INTERVAL = timedelta(seconds=30)


class CeleryBackend(DatabaseBackend):
    """Send tasks to Celery once their transaction is committed."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        result: TaskResult[Any, Any] = super().enqueue(task, args, kwargs)
        # Without the broker the task waits for `send_waiting_tasks`.
        transaction.on_commit(lambda: run_task.delay(result.id), robust=True)
        return result


@shared_task  # type: ignore[untyped-decorator]
def run_task(task_id: str) -> None:
    with exclusive_transaction():
        result = DBTaskResult.objects.ready().filter(pk=task_id).get_locked()
        if result:
            result.claim(run_task.request.id)
    if result:
        with Leases():
            worker = Worker(
                queue_names=["*"],
                excluded_queue_names=[],
                interval=0,
                batch=True,
                backend_name=result.backend_name,
                startup_delay=False,
                max_tasks=1,
                worker_id=run_task.request.id,
            )
            worker.run_task(result)


@shared_task  # type: ignore[untyped-decorator]
def send_waiting_tasks() -> None:
    """Send the tasks that are due: those to retry, those of a killed worker, those enqueued without the broker."""
    resume_lost_tasks()
    due = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - SEND_INTERVAL)
    for task_id in due.values_list("pk", flat=True):
        run_task.apply_async([str(task_id)], expires=SEND_INTERVAL.total_seconds())


@shared_task  # type: ignore[untyped-decorator]
def delete_old_rows() -> None:
    call_command("clearsessions")
    call_command("prune_db_task_results")
