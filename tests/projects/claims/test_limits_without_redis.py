"""Limits while the Redis that counts them does not answer: they count in the memory of the process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from tests.projects.claims.sites import Site, by_framework
from tests.projects.installed import free_port

pytestmark = pytest.mark.generated


@by_framework("types")
def test_requests_are_answered_and_limited_without_redis(framework: str, site: Callable[[str, str], Site]) -> None:
    away = f"redis://127.0.0.1:{free_port()}/0"
    with site(framework, "types").in_production(API_RATE="5", REDIS_URL=away) as address:
        statuses = [requests.get(f"{address}/api/v1/authors/", timeout=30).status_code for _ in range(8)]
    assert 429 not in statuses[:5]
    assert statuses[-1] == 429
    assert max(statuses) < 500
