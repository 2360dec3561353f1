"""What a large project tells of itself: errors to Sentry, traces to OpenTelemetry, metrics to Prometheus."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from tests.projects.claims.mailbox import wait
from tests.projects.installed import PRODUCTION, fetch, free_port, generate, run, serving
from tests.projects.servers import postgresql, redis

pytestmark = [pytest.mark.exhaustive, pytest.mark.xdist_group("postgresql")]

EMAIL = "ada@example.org"
SECRETS = [EMAIL, "cookie-of-ada", "password-of-ada", "token-of-ada", "127.0.0.1"]
BROKEN = """

{decorator}def broken({parameters}):
    email = "@".join(["ada", "example.org"])
    password = "-of-".join(["password", "ada"])
    {query}
    raise LookupError(email, len(password))
"""
"""A view that asks the database and fails."""


class Receiver:
    """An HTTP server in this process that accepts and keeps all that is posted to it."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else b"".join(self.chunks())
                receiver.bodies.append(
                    self.path.encode() + b"\n" + (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
                )
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def chunks(self) -> Iterator[bytes]:
                while size := int(self.rfile.readline(), 16):
                    yield self.rfile.read(size)
                    self.rfile.readline()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def received(self, path: str) -> bytes:
        """Return all that was posted to paths that begin so."""
        return b"\n".join(body for body in self.bodies if body.startswith(path.encode()))


@contextmanager
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    try:
        yield found
    finally:
        found.server.shutdown()
        found.server.server_close()


@dataclass(frozen=True)
class Site:
    framework: str
    address: str
    log: Path
    metrics: str
    sentry: Receiver
    collector: Receiver


@pytest.fixture(scope="module", params=["flask", "django"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, own_surroundings: dict[str, str]
) -> Iterator[Site]:
    """Return a large project that runs with two workers, PostgreSQL and Redis, and is watched."""
    framework, folder = request.param, tmp_path_factory.mktemp("telemetry")
    project = generate(folder, framework=framework, kind="website", accounts="accounts", scale="large")
    run(project, own_surroundings, "uv", "sync", "--quiet", "--all-extras")
    add_broken_view(project, framework)
    port = free_port()
    with postgresql() as server, redis() as broker, receiver() as sentry, receiver() as collector:
        settings = PRODUCTION | {
            "DATABASE_URL": server.url,
            "REDIS_URL": broker,
            "WEB_CONCURRENCY": "2",
            "SENTRY_DSN": f"http://key@{sentry.host}/1",
            "SENTRY_RELEASE": "release-7",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{collector.host}",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            "OTEL_METRIC_EXPORT_INTERVAL": "500",
            "METRICS_PORT": str(port),
        }
        run(project, own_surroundings, "uv", "run", "poe", "migrate", **settings)
        with serving(project, own_surroundings, "start", **settings) as address:
            yield Site(framework, address, folder / "start.log", f"http://127.0.0.1:{port}/metrics", sentry, collector)


def add_broken_view(project: Path, framework: str) -> None:
    if framework == "flask":
        file, end = project / "app/main/routes.py", ""
        query = "from app.users.models import User; User.query.filter_by(email=email).count()"
        view = BROKEN.format(decorator='@bp.get("/broken/<word>/")\n', parameters="word", query=query)
    else:
        file, end = project / "config/urls.py", 'urlpatterns += [path("broken/<word>/", broken)]\n'
        query = "from users.models import User; User.objects.filter(email=email).count()"
        view = BROKEN.format(decorator="", parameters="request, word", query=query)
    file.write_text(file.read_text("utf-8") + view + end, encoding="utf-8")


def log_lines(site: Site) -> list[dict[str, object]]:
    found = site.log.read_text("utf-8").splitlines()
    return [json.loads(line) for line in found if line.startswith("{")]


def count(site: Site, **labels: str) -> float:
    """Return the number of requests with these labels, of all workers."""
    rows = re.findall(r"^http_request_duration_seconds_count\{(.*)\} (\S+)$", fetch(site.metrics)[2], re.MULTILINE)
    wanted = {f'{name}="{value}"' for name, value in labels.items()}
    return sum(float(value) for found, value in rows if wanted <= set(found.split(",")))


def test_an_error_is_reported_without_personal_data(site: Site) -> None:
    secrets = {
        "Cookie": "session=cookie-of-ada",
        "Authorization": "Bearer token-of-ada",
        "X-Forwarded-For": "127.0.0.1",
    }
    answer = requests.get(f"{site.address}/broken/x/?email={EMAIL}", headers=secrets, timeout=30)
    assert answer.status_code == 500
    wait(lambda: b"LookupError" in site.sentry.received("/api/1/"), "no report")
    report = site.sentry.received("/api/1/").decode()
    assert "broken" in report
    assert "release-7" in report
    assert "production" in report
    assert not [secret for secret in SECRETS if secret in report]


def test_a_trace_has_the_route_and_the_shape_of_statements(site: Site) -> None:
    requests.get(f"{site.address}/broken/{'token-of-ada' * 4}/?email={EMAIL}", timeout=30)
    wait(lambda: b"broken/<word>/" in site.collector.received("/v1/traces"), "the request is not traced")
    traces = site.collector.received("/v1/traces")
    assert re.search(rb"SELECT .*email\W.* = \S*%", traces, re.DOTALL)
    assert b"shelf" in traces
    assert not [secret for secret in SECRETS[:-1] if secret.encode() in traces]
    wait(lambda: b"http.server" in site.collector.received("/v1/metrics"), "no metrics are sent")


def test_a_log_line_has_the_id_of_its_trace(site: Site) -> None:
    requests.get(f"{site.address}/?number=1", timeout=30)
    ids = [str(line["trace_id"]) for line in log_lines(site) if line.get("path") == "/"]
    assert ids
    wait(lambda: bytes.fromhex(ids[-1]) in site.collector.received("/v1/traces"), "the trace is not sent")


def test_the_metrics_of_all_workers_are_served_at_a_port_of_their_own(site: Site) -> None:
    before = count(site, method="GET", route="/", status="200")
    for _ in range(40):
        requests.get(f"{site.address}/", timeout=30)
    assert [count(site, method="GET", route="/", status="200") for _ in range(5)] == [before + 40] * 5
    assert fetch(f"{site.address}/metrics")[0] == 404
    assert fetch(f"{site.address}/metrics/")[0] == 404


def test_paths_and_methods_that_do_not_exist_are_counted_together(site: Site) -> None:
    for number in range(3):
        requests.request(f"MADE{number}", f"{site.address}/", timeout=30)
        requests.get(f"{site.address}/made-up-{number}", timeout=30)
    assert count(site, route="none") >= 3
    assert "made" not in fetch(site.metrics)[2].lower()
