"""Where a large project with a read replica reads and writes: two databases with different rows tell them apart."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.projects.installed import generate_from, prepare, run, serving
from tests.projects.servers import postgresql
from tests.projects.story import WebClient

pytestmark = [pytest.mark.exhaustive, pytest.mark.xdist_group("postgresql")]

TABLES = {"flask": "book", "django": "shelf_book"}


def sql(url: str, statement: str) -> str:
    command = ["psql", "-qAt", url.replace("+psycopg", ""), "-c", statement]
    return subprocess.run(command, check=True, timeout=60, capture_output=True, text=True).stdout.strip()


@contextmanager
def replicated(framework: str, folder: Path, surroundings: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the address of a project, and its two databases, of which the replica refuses to be written to."""
    book = {"Book": {"title": "str"}}
    answers = {"framework": framework, "kind": "website", "accounts": "none", "scale": "large", "models": book}
    project = generate_from(folder, answers)
    run(project, surroundings, "uv", "sync", "--quiet", "--all-extras")
    with postgresql() as server:
        replica = server.url.replace("/postgres", "/replica")
        settings = {"APP_ENV": "development", "DATABASE_URL": server.url}
        prepare(project, surroundings, settings)
        sql(server.url, "CREATE DATABASE replica TEMPLATE postgres")
        for url, title in ((server.url, "on the primary"), (replica, "on the replica")):
            sql(url, f"UPDATE {TABLES[framework]} SET title = '{title}'")
        sql(server.url, "ALTER DATABASE replica SET default_transaction_read_only = on")
        with serving(project, surroundings, "start", **settings, DATABASE_REPLICA_URL=replica) as address:
            yield address, server.url, replica


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_requests_read_from_the_replica_until_they_write(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    with replicated(framework, tmp_path, surroundings) as (address, primary, replica):
        browser = WebClient(address)
        assert "on the replica" in browser.open("/books/").text
        assert "on the primary" not in browser.open("/books/").text
        browser.submit("/books/new/", {"title": "A new book"})
        count = f"SELECT count(*) FROM {TABLES[framework]} WHERE title = 'A new book'"
        assert (sql(primary, count), sql(replica, count)) == ("1", "0")
        assert "A new book" in browser.open("/books/").text
        assert "on the replica" not in browser.open("/books/").text
        assert "on the replica" in WebClient(address).open("/books/").text
        assert browser.open("/health/ready/").status_code == 200
