from datetime import timedelta
from unittest import mock

from django.core.management import call_command
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from worker.leases import ATTEMPTS, LEASE, resume_lost_tasks

run = mock.Mock()


@task()
def work(word: str) -> None:
    run(word)


@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
class WorkerTests(TestCase):
    def run_worker(self, error: type[Exception] | None = None) -> None:
        run.reset_mock(side_effect=True)
        run.side_effect = error
        with self.assertLogs("django_tasks"):
            call_command("db_worker", batch=True, startup_delay=False)

    def test_a_task_is_run_once(self) -> None:
        work.enqueue("secret")
        self.run_worker()
        run.assert_called_once_with("secret")
        self.assertNotIn("secret", str(DBTaskResult.objects.successful().get().args_kwargs))

    def test_a_transaction_that_is_rolled_back_enqueues_nothing(self) -> None:
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            work.enqueue("word")
            raise ZeroDivisionError
        self.assertFalse(DBTaskResult.objects.exists())

    def test_a_failed_task_is_retried(self) -> None:
        work.enqueue("word")
        for _ in range(ATTEMPTS):
            self.assertFalse(DBTaskResult.objects.failed().exists())
            DBTaskResult.objects.update(run_after=timezone.now())
            self.run_worker(ZeroDivisionError)
        self.assertIn("ZeroDivisionError", DBTaskResult.objects.failed().get().traceback)

    def test_a_lease_that_is_renewed_meanwhile_holds(self) -> None:
        work.enqueue("word")
        result = DBTaskResult.objects.get()
        result.claim("other")
        now = timezone.now()
        DBTaskResult.objects.update(started_at=now - timedelta(minutes=1), run_after=now + LEASE)
        with mock.patch("worker.leases.timezone.now", return_value=now - timedelta(seconds=1)):
            resume_lost_tasks()
        self.assertTrue(DBTaskResult.objects.running().exists())

    def test_a_task_is_run_again_when_its_worker_has_died(self) -> None:
        work.enqueue("word")
        DBTaskResult.objects.get().claim("killed")
        DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=1))
        self.run_worker()
        run.assert_called_once_with("word")
