"""What is measured, and who may see it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from app.config import ROOT, get_settings
from app.measures import report
from production import PRODUCTION

HTTPS = "https://example.org"
TOKEN = {"Authorization": f"Bearer {PRODUCTION['METRICS_TOKEN']}"}

Count = Callable[..., float]


@pytest.fixture
def scrape(production: Client) -> Callable[[], TestResponse]:
    """A function that asks for the metrics as Prometheus does."""
    return lambda: production.get("/metrics", base_url=HTTPS, headers=TOKEN)


@pytest.fixture
def count(scrape: Callable[[], TestResponse]) -> Count:
    """A function that gives the sum of the rows of a metric that have these labels."""

    def count(metric: str, **labels: str) -> float:
        rows = re.findall(rf"^{metric}\{{(.*)\}} (\S+)$", scrape().text, re.MULTILINE)
        wanted = {f'{name}="{value}"' for name, value in labels.items()}
        return sum(float(value) for said, value in rows if wanted <= set(said.split(",")))

    return count


def test_prometheus_reads_the_metrics_with_its_token(scrape: Callable[[], TestResponse]) -> None:
    answer = scrape()

    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "# TYPE http_requests_total counter" in answer.text
    assert "python_info" in answer.text


@pytest.mark.parametrize("shown", [None, "", "Bearer", "Bearer no", f"Basic {PRODUCTION['METRICS_TOKEN']}", "Bearer é"])
def test_nobody_else_does(production: Client, shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown}

    answer = production.get("/metrics", base_url=HTTPS, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "http_requests" not in answer.text


def test_where_there_is_no_token_there_are_no_metrics(http: Client) -> None:
    for shown in ("Bearer ", "Bearer None", "Bearer"):
        assert http.get("/metrics", headers={"Authorization": shown}).status_code == 404


def test_a_request_is_counted_by_route_method_and_status(production: Client, count: Count) -> None:
    labels = {"method": "GET", "route": "/health/live/"}
    before = count("http_requests_total", status="200", **labels)
    timed = count("http_request_duration_seconds_count", **labels)

    production.get("/health/live/?of=nobody", base_url=HTTPS)

    assert count("http_requests_total", status="200", **labels) == before + 1
    assert count("http_request_duration_seconds_count", **labels) == timed + 1


def test_a_request_that_fails_is_counted(production: Client, count: Count) -> None:
    before = count("http_requests_total", status="500", route="/broken/")

    production.get("/broken/", base_url=HTTPS)

    assert count("http_requests_total", status="500", route="/broken/") == before + 1


def test_made_up_paths_and_methods_are_counted_together(
    production: Client, count: Count, scrape: Callable[[], TestResponse]
) -> None:
    before, other = count("http_requests_total", route="none"), count("http_requests_total", method="other")

    for number in range(3):
        production.get(f"/made-up-{number}/", base_url=HTTPS)
        production.open("/", method=f"MADE{number}", base_url=HTTPS)

    assert count("http_requests_total", route="none") >= before + 3
    assert count("http_requests_total", method="other") == other + 3
    assert "made-up" not in scrape().text
    assert "MADE" not in scrape().text


def test_a_request_to_a_host_that_is_not_ours_is_no_failure(production: Client) -> None:
    assert production.get("/", base_url="https://evil.example").status_code == 400


def test_a_server_counts_where_its_workers_find_it() -> None:
    program = "import runpy, os; runpy.run_path('gunicorn.conf.py'); print(os.environ['PROMETHEUS_MULTIPROC_DIR'])"
    surroundings = os.environ | PRODUCTION | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-"], input=program, cwd=ROOT, env=surroundings, check=True, stdout=subprocess.PIPE, text=True
    )

    folder = Path(ran.stdout.strip())
    assert folder.is_dir()
    folder.rmdir()


def test_several_workers_are_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    worker = "from app.measures import observe; observe('GET', '/', 200, 0.1)"

    for _ in range(2):
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-"], input=worker, env=surroundings, check=True, text=True)

    for workers in (1, 2):
        told = report(workers).decode()
        assert 'http_requests_total{method="GET",route="/",status="200"} 2.0' in told
    assert "process_" not in told


def test_a_token_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_TOKEN", "short")

    with pytest.raises(SystemExit, match="METRICS_TOKEN String should have at least 50 characters"):
        get_settings()
