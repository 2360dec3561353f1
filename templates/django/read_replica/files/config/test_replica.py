from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import SimpleTestCase

from config.replica import REPLICATED_APPS, ReplicaRouter, reads_primary


class ReplicaRouterTests(SimpleTestCase):
    def test_the_models_are_read_from_the_replica_until_something_is_written(self) -> None:
        self.addCleanup(reads_primary.reset, reads_primary.set(False))
        router = ReplicaRouter()
        model = next(model for model in apps.get_models() if model._meta.app_label in REPLICATED_APPS)
        self.assertEqual(router.db_for_read(model), "replica")
        self.assertEqual(router.db_for_read(Session), "default")
        self.assertEqual(router.db_for_write(model), "default")
        self.assertEqual(router.db_for_read(model), "default")
