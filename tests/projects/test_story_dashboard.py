"""The story of a dashboard: it shows figures, their source fails, and it shows the last known ones with their age."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from tests.projects.installed import PRODUCTION, proven, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated

FIGURES = [{"day": f"2026-05-{day:02d}", "series": "Visitors", "value": day} for day in range(1, 31)]


@contextmanager
def source() -> Iterator[ThreadingHTTPServer]:
    """A source of figures, until it is shut down."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_known = self.headers["Authorization"] == "Bearer of-the-dashboard"
            self.send_response(200 if is_known else 401)
            self.end_headers()
            self.wfile.write(json.dumps(FIGURES if is_known else []).encode())

        def log_message(self, *_told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_the_dashboard_outlives_its_source(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = proven(tmp_path, surroundings, kind="dashboard", framework=framework)
    with source() as server:
        settings = {
            "SOURCE_URL": f"http://127.0.0.1:{server.server_port}/figures.json",
            "SOURCE_TOKEN": "of-the-dashboard",
            "SOURCE_TTL": "1",
        }
        with serving(project, surroundings, "start", **PRODUCTION, **settings) as address:
            visitor = WebClient(address)
            home = visitor.open("/").text
            assert 'href="/dashboard/"' in home
            assert "<svg" in home
            page = visitor.open("/dashboard/?days=7").text
            assert re.search(rf">{sum(range(24, 31))}</p>", page)
            assert "<svg" in page
            assert "does not respond" not in page

            server.shutdown()
            server.server_close()
            sleep(1.1)
            page = visitor.open("/dashboard/").text
            assert re.search(r"The source does not respond. These figures are 0\sminutes old.", page)
            assert re.search(rf">{sum(range(1, 31))}</p>", page)
