"""Servers that run during a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.projects import servers


@pytest.fixture
def postgres() -> Iterator[servers.PostgreSQL]:
    """Return a PostgreSQL server with an empty database."""
    with servers.postgresql() as server:
        yield server


@pytest.fixture
def database(postgres: servers.PostgreSQL) -> str:
    """Return the URL of the empty database of a PostgreSQL server."""
    return postgres.url


@pytest.fixture
def redis_url() -> Iterator[str]:
    """Return the URL of a Redis server."""
    with servers.redis() as url:
        yield url
