"""Where nobody signs in, production takes no anonymous writes unless its settings allow them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import requests

from tests.projects.claims.sites import Site, by_framework
from tests.projects.installed import PRODUCTION

pytestmark = pytest.mark.generated

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
PARAMETER = re.compile(r"<[^>]+>|\(\?P<\w+>[^)]*\)")
FORM_TOKEN = re.compile(r'name="(?:csrf_token|csrfmiddlewaretoken)"[^>]*value="([^"]+)"')
FORM = re.compile(r"/ideas/(new|1/edit|1/delete)/")
IDEA = {"title": "From a stranger"}
KEPT_BY_STRANGERS = ("django_session",)
"""Tables that a stranger's request may write: sessions alone."""


class Stranger:
    """A visitor who is not signed in, with the cookies and the token of a form, sent over HTTP as well as HTTPS."""

    def __init__(self, address: str) -> None:
        page = requests.get(f"{address}/ideas/new/", timeout=30)
        self.headers = {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in page.cookies)}
        found = FORM_TOKEN.search(page.text)
        assert found, page.text
        self.token = found[1]

    def submit(self, url: str) -> int:
        """Return the status of the answer to a form that is filled in."""
        sent = {**IDEA, "csrf_token": self.token, "csrfmiddlewaretoken": self.token}
        headers = {**self.headers, "Referer": url}
        return requests.post(url, data=sent, headers=headers, allow_redirects=False, timeout=30).status_code

    def send(self, method: str, url: str) -> int:
        """Return the status of the answer to JSON, with the form's token in a header."""
        headers = {**self.headers, "Referer": url, "X-CSRFToken": self.token}
        answer = requests.request(method, url, json=IDEA, headers=headers, allow_redirects=False, timeout=30)
        return answer.status_code


def paths_of(site: Site) -> list[str]:
    """Return a path for each route, with the number of a record that exists in the place of each parameter."""
    return sorted({PARAMETER.sub("1", route.path) for route in site.routes()})


def records(site: Site) -> list[str]:
    """Return the content of the database, sessions left out."""
    with closing(sqlite3.connect(site.project / "app.sqlite3")) as database:
        return [line for line in database.iterdump() if not any(table in line for table in KEPT_BY_STRANGERS)]


def seed(site: Site) -> None:
    """Store records, as on a developer's machine."""
    site.run("uv", "run", "poe", "migrate", **PRODUCTION)
    site.run("uv", "run", "poe", "seed", APP_ENV="development")
    assert any("INSERT INTO" in line and "A first look" in line for line in records(site))


def written(stranger: Stranger, address: str, paths: list[str]) -> Iterator[tuple[str, str, int]]:
    """Send every unsafe method to every path, as a form and as JSON; gives method, path and status."""
    for path in paths:
        yield "form", path, stranger.submit(f"{address}{path}")
        for method in UNSAFE:
            yield method, path, stranger.send(method, f"{address}{path}")


@by_framework("open")
@pytest.mark.parametrize("name", ["open", "open-api"])
def test_a_stranger_writes_only_where_the_settings_of_production_allow_it(
    framework: str, name: str, site: Callable[[str, str], Site]
) -> None:
    installed = site(framework, name)
    seed(installed)
    with installed.in_production(ALLOW_ANONYMOUS_WRITES="true") as address:
        stranger = Stranger(address)
        assert stranger.submit(f"{address}/ideas/new/") == 302
        assert stranger.submit(f"{address}/ideas/2/delete/") == 302
        if name == "open-api":
            assert stranger.send("POST", f"{address}/api/v1/ideas/") == 201
    assert sum(IDEA["title"] in line for line in records(installed)) == (2 if name == "open-api" else 1)
    assert not any("How it began" in line for line in records(installed))

    before = records(installed)
    with installed.in_production() as address:
        answers = list(written(stranger, address, paths_of(installed)))
        pages = (
            requests.get(f"{address}/ideas/", timeout=30).text + requests.get(f"{address}/ideas/1/", timeout=30).text
        )
    assert records(installed) == before
    assert not [answer for answer in answers if not 400 <= answer[2] < 500]
    assert {status for method, path, status in answers if method == "form" and FORM.fullmatch(path)} == {403}
    assert "A first look" in pages
    assert not re.search(r'href="[^"]*/(new|add|edit|delete)/"', pages)


@by_framework("open")
def test_the_deployment_check_warns_of_anonymous_writes(framework: str, site: Callable[[str, str], Site]) -> None:
    installed = site(framework, "open")
    check = ["uv", "run", "poe", "check-deploy"]
    settings = PRODUCTION | {"HTTPS_REDIRECT": "true"}
    installed.run("uv", "run", "poe", "migrate", **settings)
    installed.run(*check, **settings)
    with pytest.raises(AssertionError, match="ALLOW_ANONYMOUS_WRITES"):
        installed.run(*check, **settings, ALLOW_ANONYMOUS_WRITES="true")
