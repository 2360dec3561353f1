import logging
import time
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

RETRY_AFTER = 10  # seconds

logger = logging.getLogger(__name__)


class FallbackCache(RedisCache):
    """A cache in Redis, and in the memory of the process while Redis is not available.

    Only methods that rate limits use have a fallback.
    """

    retry_at: ClassVar[float] = 0  # of the process; each thread has a cache of its own

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.local = LocMemCache("fallback", {"OPTIONS": {"MAX_ENTRIES": 100_000}})

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._call("add", key, value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._call("get", key, default, version)

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._call("set", key, value, timeout, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return int(self._call("incr", key, delta, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._call("delete", key, version))

    def _call(self, method: str, *arguments: Any) -> Any:
        if time.monotonic() >= self.retry_at:
            try:
                return getattr(super(), method)(*arguments)
            except RedisError as error:
                logger.warning("Redis is not available, each process counts alone: %s", error)
                FallbackCache.retry_at = time.monotonic() + RETRY_AFTER
        return getattr(self.local, method)(*arguments)
