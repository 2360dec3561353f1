"""What the answers of a server in production have: headers, cookies, hosts, errors, health, pages, static files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
import requests

from tests.projects.claims.server import CONTACT, Serve, Server
from tests.projects.claims.sites import by_framework

pytestmark = pytest.mark.generated

YEAR = 31_536_000
LIVE, READY = "/health/live/", "/health/ready/"
BROKEN = "/probes/broken/"
NOWHERE = "/no-such-page/"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": f"max-age={YEAR}",
}
DATA = {"application/json", "application/ld+json"}
"""Types of scripts that are not run."""
NONCE = re.compile(r"'nonce-([^']+)'")


def directives(answer: requests.Response) -> dict[str, list[str]]:
    """Return the sources of the content security policy by directive."""
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def assert_protected(answer: requests.Response) -> None:
    policy = directives(answer)
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    sources = {source for each in policy.values() for source in each if not NONCE.fullmatch(source)}
    assert sources <= {"'none'", "'self'", "data:"}
    assert "data:" not in policy["script-src"]
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "camera=()" in answer.headers["Permissions-Policy"]


def errors(server: Server) -> dict[int, requests.Response]:
    """Return an answer for each kind of error, by its expected status."""
    return {
        400: server.send("/", host="evil.example"),
        404: server.send(NOWHERE),
        405: server.send("/", "TRACE"),
        500: server.send(BROKEN),
    }


@by_framework("high")
def test_every_route_has_the_security_headers(framework: str, serve: Serve) -> None:
    server = serve(framework)
    paths = server.paths()
    assert {"/", LIVE, READY} < set(paths)
    statuses = {}
    for path in paths:
        answer = server.send(path)
        assert_protected(answer)
        statuses[path] = answer.status_code
    assert {path: status for path, status in statuses.items() if status >= 500} == {}
    assert 200 in statuses.values()


@by_framework("high")
def test_errors_have_the_security_headers_and_the_look_of_the_site(framework: str, serve: Serve) -> None:
    for status, answer in errors(serve(framework)).items():
        assert answer.status_code == status
        assert_protected(answer)
        assert answer.headers["Content-Type"].startswith("text/html")
        if status == 405 and framework == "django":  # it has no page for it
            continue
        if status != 400:  # links must not repeat an untrusted host
            assert re.search(r"/static/\S*bootstrap\S*\.css", answer.text)
        assert "<h1" in answer.text


@by_framework("high")
def test_an_error_shows_nothing_of_the_inside(framework: str, serve: Serve) -> None:
    for answer in errors(serve(framework)).values():
        for inside in ("a secret of the inside", "Traceback", "RuntimeError", "flask_probes", "django_probes", ".py"):
            assert inside not in answer.text


@by_framework("high")
def test_a_method_that_is_not_allowed_is_answered_with_those_that_are(framework: str, serve: Serve) -> None:
    answer = serve(framework).send(LIVE, "TRACE")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@by_framework("high")
def test_hsts_is_sent_over_https_only(framework: str, serve: Serve) -> None:
    assert "Strict-Transport-Security" in serve(framework).send(LIVE).headers
    assert "Strict-Transport-Security" not in serve(framework).send(LIVE, scheme="http").headers


@by_framework("high")
def test_http_is_redirected_to_https_once_but_for_health(framework: str, serve: Serve) -> None:
    server = serve(framework)
    assert server.send("/").status_code == server.send(LIVE, scheme="http").status_code == 200
    if framework == "django":  # in Flask the proxy does it
        answer = server.send("/no/such/page/?q=1", scheme="http")
        assert answer.status_code in {301, 308}
        assert answer.headers["Location"] == "https://example.org/no/such/page/?q=1"


@by_framework("high")
def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites_and_http(framework: str, serve: Serve) -> None:
    cookie = serve(framework).send("/probes/session/").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= {part.strip() for part in re.split("[;,]", cookie)}


@by_framework("high")
@pytest.mark.parametrize("host", ["evil.example", "example.org.evil.example", "evilexample.net"])
def test_an_unknown_host_is_refused(framework: str, serve: Serve, host: str) -> None:
    for path in ("/", NOWHERE, "/accounts/login/"):
        assert serve(framework).send(path, host=host).status_code == 400
    assert [serve(framework).send(path, host=host).status_code for path in (LIVE, READY)] == [200, 200]


@by_framework("high")
def test_a_subdomain_of_a_host_with_a_dot_is_known(framework: str, serve: Serve) -> None:
    assert serve(framework).send("/", host="www.example.net").status_code == 200


@by_framework("high")
@pytest.mark.parametrize("path", [LIVE, READY])
def test_health_is_json_that_is_never_cached(framework: str, serve: Serve, path: str) -> None:
    answer = serve(framework).send(path)
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.headers["Cache-Control"] == "no-store"


@by_framework("high")
def test_security_txt_names_the_contact(framework: str, serve: Serve) -> None:
    answer = serve(framework).send("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.headers["Content-Type"].replace(" ", "") == "text/plain;charset=utf-8"
    assert fields["Contact"] == CONTACT
    assert fields["Canonical"] == "https://example.org/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)


class Page(HTMLParser):
    """What a page loads, and its inline styles, scripts and handlers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "script":
            self.scripts.append(attributes)
        if tag == "style" or (tag == "script" and "src" not in attributes and attributes.get("type") not in DATA):
            self.inline.append(self.get_starttag_text() or tag)
        self.inline += [name for name in attributes if name == "style" or name.startswith("on")]
        self.inline += [value for value in attributes.values() if value and value.startswith("javascript:")]
        source = attributes.get("href") if tag == "link" else attributes.get("src")
        if source and not (tag == "link" and attributes.get("rel") in {"canonical", "next", "prev"}):
            self.loaded.append(source)


def pages(server: Server) -> Iterator[tuple[str, requests.Response]]:
    """Yield every page that a visitor without an account sees, error pages included."""
    for path in [*server.paths(), NOWHERE, BROKEN]:
        answer = server.send(path)
        is_html = answer.headers.get("Content-Type", "").startswith("text/html")
        if not is_html or "Location" in answer.headers:
            continue
        if answer.text:
            yield path, answer
        else:
            assert answer.status_code == requests.codes.not_allowed, path  # Django has no page for it


@by_framework("high")
def test_pages_have_no_inline_code_and_load_nothing_from_elsewhere(framework: str, serve: Serve) -> None:
    found = 0
    for path, answer in pages(serve(framework)):
        page = Page(answer.text)
        assert page.inline == [], path
        assert [source for source in page.loaded if not source.startswith(("/", "data:image/"))] == [], path
        assert [source for source in page.loaded if source.startswith("//")] == [], path
        found += 1
    assert found > 5


@by_framework("high")
def test_scripts_run_by_a_nonce_that_is_good_for_one_answer(framework: str, serve: Serve) -> None:
    nonces = []
    for path, answer in pages(serve(framework)):
        if framework == "django" and answer.status_code == 500:  # rendered without a context, so without scripts
            assert Page(answer.text).scripts == []
            assert directives(answer).get("script-src", []) in ([], ["'none'"])
            continue
        (nonce,) = NONCE.findall(" ".join(directives(answer)["script-src"]))
        assert len(nonce) >= 22
        sources = {source for source in directives(answer)["script-src"] if not NONCE.fullmatch(source)}
        assert sources <= ({"'self'"} if path.startswith("/admin/") else set()), path
        run = [script for script in Page(answer.text).scripts if script.get("type") not in DATA]
        assert {script.get("nonce") for script in run} <= {nonce}, path
        nonces.append(nonce)
    assert len(set(nonces)) == len(nonces)


@by_framework("high")
def test_static_files_are_there_and_protected(framework: str, serve: Serve) -> None:
    server = serve(framework)
    loaded = [source for source in Page(server.send("/").text).loaded if source.startswith("/")]
    assert {re.split("[?]", source)[0].rpartition(".")[2] for source in loaded} == {"css", "js", "svg"}
    for source in loaded:
        assert "/static/" in source
        answer = server.send(source)
        assert answer.status_code == 200
        assert_protected(answer)
        assert int(re.findall(r"max-age=(\d+)", answer.headers["Cache-Control"])[0]) >= YEAR, source
    missing = server.send("/static/no-such-file.css")
    assert missing.status_code == 404
    assert_protected(missing)


@by_framework("high")
@pytest.mark.parametrize(
    "path", ["../__init__.py", "bootstrap/../../flask/app.py", "%2e%2e/__init__.py", "..%2f..%2fpyproject.toml"]
)
def test_no_file_outside_the_static_folder_is_served(framework: str, serve: Serve, path: str) -> None:
    assert serve(framework).status_of_raw(f"/static/{path}") in {400, 404}


@by_framework("high")
def test_a_page_can_be_read_with_any_device(framework: str, serve: Serve) -> None:
    page = serve(framework).send("/").text
    for part in ('<html lang="en"', 'content="width=device-width, initial-scale=1"', 'href="#main"', 'id="main"'):
        assert part in page
