"""What is measured, and how Prometheus is told of it."""

import hmac
import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

TYPE = CONTENT_TYPE_LATEST
"""What Prometheus calls what it reads."""

METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

REQUESTS = Counter("http_requests", "Requests that were answered.", ("method", "route", "status"))
SECONDS = Histogram("http_request_duration_seconds", "How long it took to answer requests.", ("method", "route"))


def observe(method: str, route: str | None, status: int, seconds: float) -> None:
    """Count a request. Whoever makes up paths and methods makes no new rows: those count together."""
    known, place = method if method in METHODS else "other", route or "none"
    REQUESTS.labels(known, place, str(status)).inc()
    SECONDS.labels(known, place).observe(seconds)


def report(workers: int = 1) -> bytes:
    """All that was measured, by all workers of the server together; of the process itself, where there is but one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # so it is there
    if workers == 1:
        ProcessCollector(registry=together)
    return generate_latest(together)


def may_read(authorization: str, token: str) -> bool:
    """Whether a header `Authorization` shows the token."""
    wanted = f"Bearer {token}"
    return hmac.compare_digest(authorization.encode(), wanted.encode())
