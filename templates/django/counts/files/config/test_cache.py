from unittest import mock

from django.test import SimpleTestCase

from config.cache import FallbackCache


@mock.patch.object(FallbackCache, "retry_at", 0.0)
class FallbackCacheTests(SimpleTestCase):
    def test_the_process_counts_while_redis_is_not_available(self) -> None:
        cache = FallbackCache("redis://127.0.0.1:1", {})
        with self.assertLogs("config.cache", "WARNING") as logs:
            self.assertEqual([cache.add("key", 1), cache.add("key", 1), cache.incr("key")], [True, False, 2])
        cache.set("key", 5)
        self.assertEqual((cache.get("key"), cache.delete("key"), cache.get("key")), (5, True, None))
        self.assertEqual(len(logs.records), 1)
