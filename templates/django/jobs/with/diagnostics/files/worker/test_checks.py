from datetime import timedelta

from django.test import TestCase, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from worker.checks import tasks_are_run
from worker.tests import work


class WorkerCheckTests(TestCase):
    @override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
    def test_a_missing_worker_is_found(self) -> None:
        work.enqueue("word")
        self.assertEqual(tasks_are_run(), "")
        DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
        self.assertIn("Start a worker", tasks_are_run())
