"""The sources that come along."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app import source
from app.config import ROOT, get_settings
from app.source import CSVSource, Figure, HTTPSource, SourceError, source_at

VISITORS = Figure(date(2026, 1, 31), "Visitors", 12.5)
JSON = b'[{"day": "2026-01-31", "series": "Visitors", "value": 12.5}]'


@contextmanager
def serving(status: int, body: bytes, **headers: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The address of a server that answers so meanwhile, and the headers that it was sent."""
    seen: list[dict[str, str]] = []

    class Answer(BaseHTTPRequestHandler):
        """What the server says."""

        def do_GET(self) -> None:
            """Answer."""
            seen.append(dict(self.headers))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/figures.json", seen
        server.shutdown()


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[[str], CSVSource]:
    """A function that makes a source of a text."""

    def csv_file(text: str) -> CSVSource:
        (tmp_path / "figures.csv").write_bytes(text.encode("latin-1"))
        return CSVSource(tmp_path / "figures.csv")

    return csv_file


def test_a_file_gives_a_figure_for_each_line(csv_file: Callable[[str], CSVSource]) -> None:
    assert csv_file("day,series,value\n2026-01-31,Visitors,12.5\n").figures() == [VISITORS]
    assert csv_file("day,series,value\n").figures() == []


@pytest.mark.parametrize(
    "text",
    [
        "day,series\n2026-01-31,Visitors\n",
        "day,series,value\nyesterday,Visitors,1\n",
        "day,series,value\n2026-01-31,,1\n",
        "day,series,value\n2026-01-31,Visitors,many\n",
        "day,series,value\n2026-01-31,Visitors,nan\n",
        "day,series,value\n2026-01-31,Visit\xf6rs,1\n",
    ],
)
def test_a_file_that_is_wrong_is_no_source(csv_file: Callable[[str], CSVSource], text: str) -> None:
    with pytest.raises(SourceError):
        csv_file(text).figures()


def test_a_file_that_is_not_there_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="FileNotFoundError"):
        CSVSource(tmp_path / "none.csv").figures()


def test_a_document_gives_its_figures_to_whoever_shows_the_token() -> None:
    with serving(200, JSON) as (address, seen):
        assert HTTPSource(address).figures() == [VISITORS]
        assert HTTPSource(address, "secret").figures() == [VISITORS]

    assert "Authorization" not in seen[0]
    assert seen[1]["Authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, JSON),
        (404, JSON),
        (200, b"<html>"),
        (200, b"{}"),
        (200, b'[{"day": "2026-01-31", "series": "Visitors"}]'),
        (200, b'[{"day": "2026-01-31", "series": "Visitors", "value": null}]'),
        (200, b""),
    ],
)
def test_another_answer_gives_none(status: int, body: bytes) -> None:
    with serving(status, body) as (address, _), pytest.raises(SourceError):
        HTTPSource(address).figures()


def test_a_redirect_is_not_followed_with_the_token() -> None:
    with (
        serving(200, JSON) as (other, seen),
        serving(302, b"", Location=other) as (address, _),
        pytest.raises(SourceError, match="no answer"),
    ):
        HTTPSource(address, "secret").figures()

    assert seen == []


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 20)

    with serving(200, JSON) as (address, _), pytest.raises(SourceError, match="more than 20 bytes"):
        HTTPSource(address).figures()


def test_where_nobody_listens_there_is_no_answer() -> None:
    with pytest.raises(SourceError, match="no answer"):
        HTTPSource("http://127.0.0.1:1/").figures()


def test_what_is_wrong_is_told_without_what_stands_there() -> None:
    document = b'[{"day": "a-secret", "series": "x", "value": 1}]'

    with serving(200, document) as (address, _), pytest.raises(SourceError) as caught:
        HTTPSource(address).figures()

    assert str(caught.value) == "no figures: 0.day: date_from_datetime_parsing"


def test_the_address_chooses_the_source() -> None:
    assert source_at("https://example.org/figures.json", "t") == HTTPSource("https://example.org/figures.json", "t")
    assert source_at("figures.csv", "") == CSVSource(ROOT / "figures.csv")


@pytest.mark.parametrize("address", ["ftp://example.org/x", "file:///etc/passwd", "https://", "figures.txt"])
def test_an_address_that_leads_nowhere_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("SOURCE_URL", address)

    with pytest.raises(SystemExit, match="SOURCE_URL"):
        get_settings()
