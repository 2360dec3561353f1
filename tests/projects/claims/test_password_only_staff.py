"""A role above member counts in a session with a second factor alone, whatever the route."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.projects.claims.browser import ACTIVATE, LOG_IN, PROFILE, Browser, Clock
from tests.projects.claims.sites import Site, by_framework, paths

pytestmark = pytest.mark.generated

STAFF = "staff@example.org"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SECRET = "Please read this before you begin"
"""How a memo of the demo member begins, which its owner and staff may read."""


@dataclass(frozen=True)
class Answer:
    """What a visitor got."""

    status: int
    location: str
    tells_secret: bool

    @property
    def is_refusal(self) -> bool:
        """Return whether the visitor got nothing: refused, not found, or sent to the log-in or the second factor."""
        return self.status >= requests.codes.bad_request or self.location in {LOG_IN, ACTIVATE, "/admin/login/"}


@dataclass(frozen=True)
class Served:
    """A site that is served with demo data, where every request meets the same database."""

    site: Site
    address: str
    folder: Path

    @property
    def database(self) -> Path:
        """Return the file with the database."""
        return self.folder / "site.sqlite3"

    def grant(self, role: str) -> None:
        """Give the staff member of the demo a role."""
        self.site.set_role(STAFF, role, APP_ENV="development", DATABASE_URL=f"sqlite:///{self.database}")

    @contextmanager
    def as_before(self) -> Iterator[Callable[[], None]]:
        """Give a function that sets the database back to what it is now."""
        with closing(sqlite3.connect(":memory:")) as copy, closing(sqlite3.connect(self.database, timeout=20)) as now:
            now.execute("pragma synchronous = off")
            now.backup(copy)
            yield lambda: copy.backup(now)

    def answers(self, browser: Browser) -> dict[tuple[str, str], Answer]:
        """Return what a visitor gets at every route, by method and path."""
        found = {}
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.session.cookies)
        headers = {"Cookie": cookies, "X-CSRFToken": browser.token, "Referer": self.address}
        with self.as_before() as set_back, closing(HTTPConnection(urlsplit(self.address).netloc, timeout=30)) as client:
            for path in paths(self.site.routes()):
                for method in METHODS:
                    client.request(method, f"{path}?id=1", headers=headers)
                    response = client.getresponse()
                    location = urlsplit(response.headers.get("Location", "")).path
                    found[method, path] = Answer(response.status, location, SECRET in response.read().decode("latin-1"))
                    if method != "GET" and not found[method, path].is_refusal:
                        set_back()
        return found


def more_than(member: dict[tuple[str, str], Answer], other: dict[tuple[str, str], Answer]) -> list[str]:
    """Return the requests by which somebody gets more than a member gets."""
    return [
        f"{' '.join(request)}: {other[request]}, a member: {answer}"
        for request, answer in member.items()
        if other[request].tells_secret > answer.tells_secret
        or (other[request].status != answer.status and not other[request].is_refusal)
    ]


@by_framework("high")
def test_staff_with_a_password_alone_get_no_more_than_a_member(
    framework: str, site: Callable[[str, str], Site], tmp_path: Path
) -> None:
    clock = Clock(tmp_path)
    with site(framework, "high").seeded(tmp_path, API_RATE="100000", **clock.environment) as address:
        served = Served(site(framework, "high"), address, tmp_path)
        visitor = Browser(address)
        visitor.log_in(STAFF)
        served.grant("member")
        member = served.answers(visitor)
        served.grant("admin")
        assert more_than(member, served.answers(visitor)) == []
        assert_changes_nothing(served, visitor)
        strangers = served.answers(Browser(address))
        # The log-in leads members on to the profile, and the log-out leads strangers home.
        both = [
            request for request in member if member[request].location != PROFILE and strangers[request].location != "/"
        ]
        assert more_than({request: member[request] for request in both}, strangers) == []
        visitor.activate(clock)
        for path in ("/people/", "/folders/new/", "/admin/"):
            assert visitor.get(path).status_code == requests.codes.ok, path
        for path in ("/memos/", "/memos/3/", "/memos/?as=csv", "/api/v1/memos/"):
            assert SECRET in visitor.get(path).text, path


def assert_changes_nothing(served: Served, visitor: Browser) -> None:
    """Hold that forms and requests of good content, which only staff may send, leave the data as they are."""
    with closing(sqlite3.connect(served.database)) as database:
        before = list(database.iterdump())
        for path in ("/folders/new/", "/folders/1/edit/"):
            visitor.post(path, {"name": "Of staff"})
        visitor.post("/folders/1/delete/")
        visitor.send("POST", "/api/v1/folders/", json={"name": "Of staff"})
        visitor.send("PUT", "/api/v1/folders/1/", json={"name": "Of staff"})
        visitor.send("DELETE", "/api/v1/folders/1/")
        assert SECRET not in visitor.get("/memos/?as=csv").text
        after = list(database.iterdump())
    changed = [line for line in set(after) ^ set(before) if not re.search("session|audit", line)]
    assert changed == []
