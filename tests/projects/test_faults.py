"""What a project of medium scale does while its servers fail: PostgreSQL restarts under load, Redis is gone."""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
import requests

from tests.projects.installed import PRODUCTION, free_port, generate_from, run, serving
from tests.projects.servers import PostgreSQL, redis

pytestmark = [pytest.mark.generated, pytest.mark.xdist_group("faults")]

LONGEST = 15
"""Seconds that a request may take: five for a connection of the pool, and some for a loaded machine."""


@dataclass
class Project:
    folder: Path
    surroundings: dict[str, str]
    settings: dict[str, str]

    def poe(self, task: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a task with the settings of production; return what it printed, and its exit status."""
        environment = self.surroundings | self.settings | settings
        return subprocess.run(
            ["uv", "run", "poe", task], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )


@dataclass
class Load:
    """Clients that create notes, and remember which ones the server acknowledged."""

    address: str
    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)

    def write(self, client: int) -> None:
        number = 0
        while not self.stopped.is_set():
            title, begin = f"note {client}-{number}", time.monotonic()
            number += 1
            try:
                response = requests.post(f"{self.address}/api/v1/notes/", json={"title": title}, timeout=60)
            finally:
                self.seconds.append(time.monotonic() - begin)
            if response.status_code == 201:
                self.acknowledged.append(title)
            time.sleep(0.05)


@pytest.fixture(scope="module", params=["flask", "django"])
def project(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, own_surroundings: dict[str, str]
) -> Project:
    """Return an API at medium scale that is installed with the driver of PostgreSQL, and takes anonymous writes."""
    folder = tmp_path_factory.mktemp(request.param)
    note = {"fields": {"title": "str", "text": "text?"}, "read": "anyone", "write": "anyone"}
    answers = {"framework": request.param, "kind": "api", "scale": "medium", "models": {"Note": note}}
    project = generate_from(folder, answers)
    run(project, own_surroundings, "uv", "sync", "--quiet", "--all-extras")
    settings = {"ALLOW_ANONYMOUS_WRITES": "true", "API_RATE": "1000000", "WEB_CONCURRENCY": "2"}
    return Project(project, own_surroundings, PRODUCTION | settings)


def readiness(address: str) -> int:
    return requests.get(f"{address}/health/ready/", timeout=LONGEST).status_code


def wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + 30
    while readiness(address) != 200:
        assert time.monotonic() < deadline, "the application does not find the database again"
        time.sleep(0.2)


def titles(address: str) -> set[str]:
    """Return the titles of all notes."""
    found: set[str] = set()
    url = f"{address}/api/v1/notes/?page_size=100"
    while url:
        page = requests.get(url, timeout=LONGEST).json()
        found |= {note["title"] for note in page["results"]}
        url = page["next"]
    return found


def test_nothing_acknowledged_is_lost_when_the_database_restarts_under_load(
    project: Project, postgres: PostgreSQL
) -> None:
    with redis() as redis_url:
        settings = project.settings | {"DATABASE_URL": postgres.url, "REDIS_URL": redis_url}
        run(project.folder, project.surroundings | settings, "uv", "run", "poe", "migrate")
        with serving(project.folder, project.surroundings, "start", **settings) as address:
            load = Load(address)
            with ThreadPoolExecutor(4) as clients:
                done = [clients.submit(load.write, client) for client in range(4)]
                time.sleep(1.5)
                before = len(load.acknowledged)
                postgres.stop()
                assert readiness(address) == 503
                time.sleep(1.5)
                postgres.start()
                wait_until_ready(address)
                restarted = len(load.acknowledged)
                time.sleep(1.5)
                load.stopped.set()
            for client in done:
                client.result()
            assert before > 10
            assert len(load.acknowledged) > restarted
            assert max(load.seconds) < LONGEST
            assert set(load.acknowledged) <= titles(address)


def test_the_application_serves_on_without_redis(project: Project, postgres: PostgreSQL) -> None:
    with redis() as redis_url:
        settings = project.settings | {"DATABASE_URL": postgres.url, "REDIS_URL": redis_url}
        run(project.folder, project.surroundings | settings, "uv", "run", "poe", "migrate")
        with serving(project.folder, project.surroundings, "start", **settings) as address:
            pass
    with serving(project.folder, project.surroundings, "start", **settings) as address:
        for title in ("one", "two", "three"):
            response = requests.post(f"{address}/api/v1/notes/", json={"title": title}, timeout=LONGEST)
            assert response.status_code == 201
        assert titles(address) >= {"one", "two", "three"}
        assert readiness(address) == 200


def test_a_refused_password_is_named_and_not_shown(project: Project, postgres: PostgreSQL) -> None:
    url = postgres.url.replace("app@", "careful:mistyped@")
    settings = project.settings | {"DATABASE_URL": url, "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    found = project.poe("doctor", **settings)
    assert found.returncode == 1
    assert "RED  The database is available." in found.stdout
    assert "RED  Redis is available." in found.stdout
    with serving(project.folder, project.surroundings, "start", **settings) as address:
        assert readiness(address) == 503
        assert requests.get(f"{address}/health/live/", timeout=LONGEST).status_code == 200
    log = (project.folder.parent / "start.log").read_text(encoding="utf-8")
    for text in (found.stdout + found.stderr, log):
        assert "password authentication failed for user" in text
        assert "mistyped" not in text
        assert "Traceback" not in text


def test_pools_that_do_not_fit_the_server_are_refused(project: Project) -> None:
    settings = {"DATABASE_URL": "postgresql://localhost/app", "REDIS_URL": "redis://localhost"}
    refused = project.poe("start", **settings, WEB_CONCURRENCY="30", DATABASE_POOL_SIZE="4")
    assert refused.returncode == 1
    wanted = "DATABASE_MAX_CONNECTIONS is 90, but WEB_CONCURRENCY * DATABASE_POOL_SIZE is 120; lower one of them"
    assert wanted in refused.stdout + refused.stderr


def test_nothing_acknowledged_is_lost_when_the_disk_is_full(project: Project, tmp_path: Path) -> None:
    settings = project.settings | {"DATABASE_URL": f"sqlite:///{tmp_path}/full.sqlite3", "WEB_CONCURRENCY": "1"}
    run(project.folder, project.surroundings | settings, "uv", "run", "poe", "migrate")
    limited = ("bash", "-c", "ulimit -f 600; exec gunicorn")  # blocks of 1,024 bytes
    acknowledged, statuses = set(), set()
    with serving(project.folder, project.surroundings, "start", limited, **settings) as address:
        for number in range(200):
            note = {"title": f"note {number}", "text": "x" * 10_000}
            response = requests.post(f"{address}/api/v1/notes/", json=note, timeout=LONGEST)
            statuses.add(response.status_code)
            if response.status_code == 201:
                acknowledged.add(note["title"])
        assert statuses == {201, 500}
        assert requests.get(f"{address}/api/v1/notes/", timeout=LONGEST).status_code == 200
    with serving(project.folder, project.surroundings, "start", **settings) as address:
        assert titles(address) == acknowledged
        assert requests.post(f"{address}/api/v1/notes/", json=note, timeout=LONGEST).status_code == 201
