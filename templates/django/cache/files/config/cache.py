import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

RETRY_AFTER = 10  # seconds

logger = logging.getLogger(__name__)


class FallbackClient:
    """Calls Redis and, for some seconds after a failure, a cache in the memory of the process."""

    retry_at: ClassVar[float] = 0  # for all threads, each of which has a client of its own

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.redis = RedisCacheClient(*arguments, **options)
        self.local = LocMemCache("fallback", {"OPTIONS": {"MAX_ENTRIES": 100_000}})

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            if time.monotonic() >= self.retry_at:
                try:
                    return getattr(self.redis, method)(*arguments)
                except RedisError as error:
                    logger.warning("Redis is not available, each process has a cache of its own: %s", error)
                    FallbackClient.retry_at = time.monotonic() + RETRY_AFTER
            return getattr(self.local, method)(*arguments)

        return call


class FallbackCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = FallbackClient
