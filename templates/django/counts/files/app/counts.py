"""Where several workers count together: in Redis, or each by itself while Redis does not answer."""

import logging
import time
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PAUSE = 10
"""Seconds for which a Redis that did not answer is not asked again."""

PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)}
"""How long Redis is waited for: times in seconds."""

log = logging.getLogger(__name__)


class SharedCounts(RedisCache):
    """A cache in Redis whose place the memory of the process takes while Redis does not answer.

    Only what limits ask of a cache is caught.
    """

    asked_again_at: ClassVar[float] = 0
    """When any thread of the process asks Redis again, by its monotonic clock."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": PATIENCE})
        self.own = LocMemCache("counts", {"OPTIONS": {"MAX_ENTRIES": 100_000}})

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether the value was added, as there was none."""
        return bool(self.ask("add", key, value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value."""
        return self.ask("get", key, default, version)

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep the value."""
        self.ask("set", key, value, timeout, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The number, counted up; `ValueError` where there is none."""
        return int(self.ask("incr", key, delta, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Whether there was a value, which is gone."""
        return bool(self.ask("delete", key, version))

    def ask(self, method: str, *arguments: Any) -> Any:
        """What Redis answers, or else the process's own memory."""
        if time.monotonic() >= SharedCounts.asked_again_at:
            try:
                return getattr(super(), method)(*arguments)
            except RedisError as error:
                log.warning("Redis does not answer, each process counts for itself: %s", error)
                SharedCounts.asked_again_at = time.monotonic() + PAUSE
        return getattr(self.own, method)(*arguments)
