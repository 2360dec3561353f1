"""The story of a microservice: a program makes a link and reads it, and Prometheus sees that it did."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.projects.claims.sites import Site
from tests.projects.installed import PRODUCTION, free_port, proven, run
from tests.projects.story import assert_described
from tests.projects.test_outsider import connects, running

pytestmark = pytest.mark.generated

METRICS_TOKEN = "for-this-story-alone-0123456789-0123456789-0123456789"

ERRORS = (
    (400, "Bad Request", "GET", "/", "evil.example"),
    (404, "Not Found", "GET", "/no-such-thing/", "127.0.0.1"),
    (405, "Method Not Allowed", "TRACE", "/", "127.0.0.1"),
    (500, "Internal Server Error", "GET", "/probes/broken/", "127.0.0.1"),
)


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a Redis that runs meanwhile."""
    if shutil.which("redis-server") is None:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must have redis-server"
        pytest.skip("there is no redis-server")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with running(command, connects("127.0.0.1", port)):
        yield f"redis://127.0.0.1:{port}/0"


def assert_problem_details(address: str) -> None:
    """The front page names the service and its health; errors are problem details (RFC 9457)."""
    front = requests.get(address, timeout=30).json()
    assert front["name"] == "Shelf"
    assert [requests.get(address + path, timeout=30).status_code for path in front["links"].values()] == [200, 200]
    for status, title, method, path, host in ERRORS:
        answer = requests.request(method, address + path, headers={"Host": host}, timeout=30)
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert (answer.json()["title"], answer.json()["status"]) == (title, status)
        assert "inside" not in answer.text


@pytest.mark.parametrize(("framework", "number"), [("flask", "<int:number>"), ("django", "<int:id>")])
def test_a_link_is_made_and_read_and_counted(
    framework: str, number: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, kind="microservice", framework=framework)
    environment = PRODUCTION | {"METRICS_TOKEN": METRICS_TOKEN, "API_RATE": "1000000"}
    run(project, surroundings, "uv", "run", "poe", "migrate", **environment)
    told = run(project, surroundings, "uv", "run", "poe", "token", "create", "tests", **environment)
    (secret,) = re.findall(r"tok_[\w-]+", told)
    program = {"Authorization": f"Bearer {secret}"}
    link = {"slug": "docs", "target": "https://example.org/docs"}
    with redis(tmp_path) as counter:
        workers = {"WEB_CONCURRENCY": "2", "REDIS_URL": counter}
        with Site(framework, project, surroundings).with_probes(**environment, **workers) as address:
            assert_problem_details(address)
            made = requests.post(f"{address}/api/v1/links/", json=link, headers=program, timeout=30)
            assert made.status_code == 201, made.text
            for _ in range(10):
                read = requests.get(f"{address}/api/v1/links/{made.json()['id']}/", headers=program, timeout=30)
                assert read.json()["target"] == link["target"]

            assert requests.get(f"{address}/metrics", timeout=30).status_code == 401
            for _ in range(4):
                prometheus = {"Authorization": f"Bearer {METRICS_TOKEN}"}
                metrics = requests.get(f"{address}/metrics", headers=prometheus, timeout=30).text
                counted = {"POST": ("/api/v1/links/", 201, 1), "GET": (f"/api/v1/links/{number}/", 200, 10)}
                for method, (route, status, times) in counted.items():
                    row = f'http_requests_total{{method="{method}",route="{route}",status="{status}"}} {times}.0'
                    assert row in metrics, metrics
            assert_described(address, secret)
