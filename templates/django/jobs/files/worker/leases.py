"""What keeps tasks from being lost: retries, and leases, which end when a worker is killed.

django-tasks-db leaves both to the project: https://github.com/RealOrangeOne/django-tasks/issues/46
"""

import logging
import threading
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

ATTEMPTS = 6
RETRY_DELAY = timedelta(seconds=10)  # four times as long after each further failure: an hour in all
LEASE = timedelta(seconds=30)

logger = logging.getLogger(__name__)


class Leases:
    """Renew the lease of the task that this process runs, and run a task again that fails."""

    running: str | None = None  # the id of the task

    def __enter__(self) -> Self:
        task_started.connect(self.start)
        task_finished.connect(self.finish)
        self.ended = threading.Event()
        threading.Thread(target=self.keep, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        task_started.disconnect(self.start)
        task_finished.disconnect(self.finish)

    def start(self, task_result: TaskResult, **_: Any) -> None:
        self.running = task_result.id

    def finish(self, task_result: TaskResult, **_: Any) -> None:
        self.running = None
        result = DBTaskResult.objects.get(pk=task_result.id)
        if result.status == TaskResultStatus.FAILED:
            run_again(result, timezone.now() + RETRY_DELAY * 4 ** (len(result.worker_ids) - 1))
        else:  # the arguments may be personal, such as the text of a mail
            DBTaskResult.objects.filter(pk=result.pk).update(args_kwargs={"args": [], "kwargs": {}})

    def keep(self) -> None:
        while not self.ended.wait(LEASE.total_seconds() / 3):
            try:
                if self.running:
                    renew_lease(self.running)
                resume_lost_tasks()
            except DatabaseError as error:
                logger.warning("leases are not renewed: %s", type(error).__name__)
            finally:
                close_old_connections()


def renew_lease(task_id: str) -> None:
    """Tell other workers that a task is still running, by `run_after`, which is of no other use meanwhile."""
    DBTaskResult.objects.running().filter(pk=task_id).update(run_after=timezone.now() + LEASE)


def resume_lost_tasks() -> None:
    """Run the tasks again whose worker has died."""
    now = timezone.now()
    started = DBTaskResult.objects.running().filter(started_at__lt=now - LEASE)
    # Twice the lease, for one that is renewed meanwhile; a task without a lease may have the year 9999.
    for result in started.exclude(run_after__range=(now, now + 2 * LEASE)):
        run_again(result, now)


def run_again(result: DBTaskResult, run_after: datetime) -> None:
    """Run a task again, unless it is running already or has no attempts left."""
    unchanged = DBTaskResult.objects.filter(pk=result.pk, status=result.status, started_at=result.started_at)
    if len(result.worker_ids) < ATTEMPTS:
        unchanged.update(status=TaskResultStatus.READY, run_after=run_after, finished_at=None)
    else:
        unchanged.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
