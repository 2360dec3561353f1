from datetime import timedelta
from unittest import mock

from django.test import TestCase, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from worker import celery
from worker.tests import run, work


@override_settings(TASKS={"default": {"BACKEND": "worker.celery.CeleryBackend"}})
class CeleryTests(TestCase):
    def setUp(self) -> None:
        run.reset_mock(side_effect=True)

    def enqueue(self) -> str:
        with mock.patch.object(celery.run_task, "delay") as delay, self.captureOnCommitCallbacks(execute=True):
            task_id = work.enqueue("word").id
            delay.assert_not_called()
        delay.assert_called_once_with(task_id)
        return task_id

    def test_a_task_is_sent_after_commit_and_run_once(self) -> None:
        task_id = self.enqueue()
        for _ in range(2):
            celery.run_task.apply([task_id], throw=True)
        run.assert_called_once_with("word")

    def test_without_the_broker_a_task_is_sent_later(self) -> None:
        with (
            mock.patch.object(celery.run_task, "delay", side_effect=ConnectionError),
            self.captureOnCommitCallbacks(execute=True),
        ):
            task_id = work.enqueue("word").id
        with mock.patch.object(celery.run_task, "apply_async") as apply_async:
            celery.send_waiting_tasks.apply(throw=True)
            apply_async.assert_not_called()
            DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=1))
            celery.send_waiting_tasks.apply(throw=True)
        self.assertEqual(apply_async.call_args.args, ([task_id],))

    def test_old_rows_are_deleted(self) -> None:
        task_id = self.enqueue()
        celery.run_task.apply([task_id], throw=True)
        DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
        celery.delete_old_rows.apply(throw=True)
        self.assertFalse(DBTaskResult.objects.exists())
