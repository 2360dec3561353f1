"""The stories of microservices: one keeps links, and Prometheus counts its requests; one stands in front of another."""

from __future__ import annotations

import json
import re
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from tests.projects.claims.sites import Site
from tests.projects.installed import PRODUCTION, check, generate, proven, run, serving
from tests.projects.servers import redis
from tests.projects.story import assert_described

pytestmark = pytest.mark.generated

METRICS_TOKEN = "for-this-story-alone-0123456789-0123456789-0123456789"

PASSWORD = "pass-word-of-the-upstream"

ERRORS = (
    (400, "Bad Request", "GET", "/", "evil.example"),
    (404, "Not Found", "GET", "/no-such-thing/", "127.0.0.1"),
    (405, "Method Not Allowed", "TRACE", "/", "127.0.0.1"),
    (500, "Internal Server Error", "GET", "/probes/broken/", "127.0.0.1"),
)


def assert_front_page(address: str) -> None:
    """The front page leads to the documentation of the API."""
    front = requests.get(address, timeout=30)
    assert (front.status_code, front.url) == (200, f"{address}/api/docs/")


def assert_problem_details(address: str) -> None:
    """Errors are problem details (RFC 9457)."""
    for status, title, method, path, host in ERRORS:
        answer = requests.request(method, address + path, headers={"Host": host}, timeout=30)
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert (answer.json()["title"], answer.json()["status"]) == (title, status)
        assert "inside" not in answer.text


@pytest.mark.parametrize(("framework", "number"), [("flask", "<int:link_id>"), ("django", "<str:pk>")])
def test_a_link_is_made_and_read_and_counted(
    framework: str, number: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, kind="microservice", framework=framework, core="records")
    environment = PRODUCTION | {"METRICS_TOKEN": METRICS_TOKEN, "API_RATE": "1000000"}
    run(project, surroundings, "uv", "run", "poe", "migrate", **environment)
    told = run(project, surroundings, "uv", "run", "poe", "token", "create", "tests", **environment)
    (secret,) = re.findall(r"tok_[\w-]+", told)
    program = {"Authorization": f"Bearer {secret}"}
    link = {"slug": "docs", "target": "https://example.org/docs"}
    with redis() as counter:
        workers = {"WEB_CONCURRENCY": "2", "REDIS_URL": counter}
        with Site(framework, project, surroundings).with_probes(**environment, **workers) as address:
            assert_front_page(address)
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


class Upstream(BaseHTTPRequestHandler):
    """A service with two items, which fails or is slow when it is told to."""

    state = "well"

    def do_GET(self) -> None:
        time.sleep(1 if self.state == "slow" else 0)  # between UPSTREAM_TIMEOUT and that of readiness
        self.send_response(500 if self.state == "broken" else 200)
        self.end_headers()
        self.wfile.write(json.dumps([{"id": 1, "name": "Lamp"}, {"id": 2, "name": "Kettle"}]).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@contextmanager
def upstream() -> Iterator[str]:
    """Serve an upstream meanwhile; yield its URL with a password."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://user:{PASSWORD}@127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_wrapper_passes_on_what_its_upstream_answers(
    framework: str, tmp_path: Path, surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = generate(tmp_path, kind="microservice", framework=framework, core="wrapper")
    assert not list(project.rglob("*models*"))
    pyproject = (project / "pyproject.toml").read_text(encoding="utf-8")
    assert len(tomllib.loads(pyproject)["project"]["dependencies"]) <= (6 if framework == "flask" else 8)
    for unused in ("sqlalchemy", "dj-database-url", "DATABASE_URL", *(["SECRET_KEY"] if framework == "flask" else [])):
        assert unused not in pyproject + (project / ".env.example").read_text(encoding="utf-8")
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings, with_coverage=False)
    site = Site(framework, project, surroundings)
    assert "UPSTREAM_URL" in site.refusal("poe", "start", **PRODUCTION)
    with upstream() as url:
        settings = PRODUCTION | {"UPSTREAM_URL": url, "UPSTREAM_TIMEOUT": "0.5"}
        with serving(project, surroundings, "start", **settings) as address:
            answer = requests.get(f"{address}/api/v1/items/", timeout=30)
            assert answer.json() == {"results": [{"id": 1, "name": "Lamp"}, {"id": 2, "name": "Kettle"}]}
            for state, status, ready in (("broken", 502, 503), ("slow", 504, 200), ("well", 200, 200)):
                monkeypatch.setattr(Upstream, "state", state)
                answer = requests.get(f"{address}/api/v1/items/", timeout=30)
                assert answer.status_code == status
                assert requests.get(f"{address}/health/ready/", timeout=30).status_code == ready
                if status > 500:
                    assert answer.headers["Content-Type"] == "application/problem+json"
    with serving(project, surroundings, "start", **settings) as address:
        assert requests.get(f"{address}/api/v1/items/", timeout=30).status_code == 502
        assert requests.get(f"{address}/health/ready/", timeout=30).status_code == 503
        assert requests.get(f"{address}/health/live/", timeout=30).status_code == 200
        log = (tmp_path / "start.log").read_text(encoding="utf-8")
        assert "The upstream failed" in log
        assert PASSWORD not in log
