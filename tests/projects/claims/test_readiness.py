"""A prototype in production: ready with a database that is up to date, and told by nobody who the visitor is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.projects.claims.sites import Site, by_framework
from tests.projects.installed import PRODUCTION
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated

LIVE, READY = "/health/live/", "/health/ready/"
PREFIX = "/shelf"
TWO_PROXIES = {"TRUSTED_PROXY_COUNT": "2"}
ADDRESSES = {
    "203.0.113.7, 10.1.2.3": "203.0.113.7",
    "198.51.100.9, 203.0.113.7, 10.1.2.3": "203.0.113.7",
    "2001:db8::7, 10.1.2.3": "2001:db8::7",
    "": "127.0.0.1",
}
"""The visitor's address by what arrives in `X-Forwarded-For`."""


@by_framework("open")
def test_it_is_ready_with_a_migrated_database_and_alive_without(
    framework: str, site: Callable[[str, str], Site], tmp_path: Path
) -> None:
    found, folder = site(framework, "open"), tmp_path / "later"
    database = {"DATABASE_URL": f"sqlite:///{folder}/site.sqlite3"}
    with found.with_probes(**database) as address:
        assert requests.get(address + LIVE, timeout=30).status_code == 200
        answer = requests.get(address + READY, timeout=30)
        assert answer.status_code == 503
        assert answer.headers["Cache-Control"] == "no-store"
        assert "unavailable" in answer.json()["status"]
        assert str(folder) not in answer.text
        assert_broken(address, folder)

        folder.mkdir()
        assert requests.get(address + READY, timeout=30).status_code == 503

        found.run("uv", "run", "poe", "migrate", **PRODUCTION | database)
        assert requests.get(address + READY, timeout=30).json()["status"] == "ok"
        assert requests.get(f"{address}/ideas/", timeout=30).status_code == 200


def assert_broken(address: str, folder: Path) -> None:
    """Without a database a page of records answers 500, and says nothing of the inside."""
    answer = requests.get(f"{address}/ideas/", timeout=30)
    assert answer.status_code == 500
    for inside in (str(folder), "sqlite", "SELECT", "Traceback", "OperationalError"):
        assert inside not in answer.text


@by_framework("open")
def test_whose_word_on_the_visitor_is_taken_by_default(framework: str, site: Callable[[str, str], Site]) -> None:
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    with site(framework, "open").with_probes() as address:
        seen = requests.get(f"{address}/probes/visitor/", headers=forged, timeout=30).json()
        assert seen == {"address": "127.0.0.1", "scheme": "http"}


@by_framework("open")
def test_in_development_behind_two_proxies_and_below_a_prefix(
    framework: str, site: Callable[[str, str], Site], tmp_path: Path
) -> None:
    found = site(framework, "open")
    settings = {"APP_ENV": "development", "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}
    found.run("uv", "run", "poe", "migrate", **settings)
    with found.with_probes(**settings, **TWO_PROXIES, SCRIPT_NAME=PREFIX) as address:
        for told, visitor in ADDRESSES.items():
            headers = {"X-Forwarded-For": told, "X-Forwarded-Proto": "https,https"} if told else {}
            answer = requests.get(f"{address}/probes/visitor/", headers=headers, timeout=30)
            assert answer.json()["address"] == visitor
            assert "Strict-Transport-Security" not in answer.headers
        person = WebClient(address)
        home = person.open(f"{PREFIX}/")
        places = re.findall(r'(?:href|src|action)="(/[^"]*)"', home.text)
        assert len(places) > 3
        for place in places:
            assert place.startswith(f"{PREFIX}/"), place
            assert requests.get(address.removesuffix(PREFIX) + place, timeout=30).status_code == 200, place
        added = person.submit(f"{PREFIX}/ideas/new/", {"title": "Below a prefix"})
        assert added.url.startswith(f"{address}/ideas/")
        assert "Below a prefix" in added.text
