"""An outsider's eye on a server in production: nginx with TLS in front, a browser, and what it must not be able to do.

The people of these tests come to https://shelf.example from addresses of the loopback network, each from its own.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.projects.claims.browser import code_of, secret_in
from tests.projects.installed import PRODUCTION, free_port, generate, run, serving
from tests.projects.servers import connects, running
from tests.projects.test_browser import CHROMIUM, FLAGS, assert_fits, watch

pytestmark = [pytest.mark.generated, pytest.mark.xdist_group("port-443"), pytest.mark.filterwarnings("default")]

HOST = "shelf.example"
SITE = f"https://{HOST}"
PLACE = "127.0.77.1"
"""The address that the proxy listens at."""

EMAIL = "ada@example.org"
PASSWORD = "four-Brown-kettles-sing"
TOOLS = ("nginx", "redis-server", "openssl")

NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  keepalive_timeout 1h;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto $scheme;
  server {{ listen {place}:80; {plain} }}
  server {{
    listen {place}:443 ssl;
    ssl_certificate {folder}/cert.pem;
    ssl_certificate_key {folder}/key.pem;
    location / {{ proxy_pass http://127.0.0.1:{port}; }}
  }}
}}
"""
"""A plain reverse proxy, as any manual has it; it closes no connection that the browser is about to use again."""


@dataclass
class MailHandler:
    """A handler of a mail server that keeps the mails."""

    texts: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - its name
        message = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[attr-defined]
        body = message.get_body(("plain",))
        self.texts.append(body.get_content() if body else "")
        return "250 OK"

    def link(self) -> str:
        """The one link in the newest mail, once there is one."""
        deadline = time.monotonic() + 20
        while not self.texts and time.monotonic() < deadline:
            time.sleep(0.1)
        (found,) = re.findall(r"https?://\S+", self.texts.pop())
        return str(found)


class Stranger:
    """A plain HTTP client with cookies, at an address of its own."""

    def __init__(self, address: str, authority: Path) -> None:
        self.address = address
        self.context = ssl.create_default_context(cafile=str(authority))
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, body: str = "", *, secure: bool = True, headers: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, str]:
        """An answer, and its text."""
        source = (self.address, 0)
        connection: HTTPConnection = HTTPConnection(PLACE, 80, timeout=20, source_address=source)
        if secure:
            connection = HTTPSConnection(PLACE, 443, timeout=20, source_address=source, context=self.context)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        all_headers = {"Host": HOST, "Cookie": cookie, "Referer": f"{SITE}{path}", **(headers or {})}
        if body:
            all_headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, all_headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, value = line.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return answer, text

    def log_in(self, password: str, **headers: str) -> HTTPResponse:
        """The answer to a log-in."""
        _, page = self.ask("GET", "/accounts/login/")
        values = {}
        for tag in re.findall(r"<input[^>]*>", page.split("<main", 1)[1]):
            given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if given.get("type") not in {"checkbox", "submit"} and "name" in given:
                filled = {"password": password, "email": EMAIL, "text": EMAIL}
                values[given["name"]] = filled.get(given.get("type", "text"), given.get("value", ""))
        return self.ask("POST", "/accounts/login/", urlencode(values), headers=headers)[0]


@pytest.fixture(scope="module")
def tools() -> None:
    """What the walk needs from the system, and the right to listen at port 443."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None] + ["root"] * (os.geteuid() != 0)
    missing += ["chromium"] * (CHROMIUM is None)
    if missing:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, f"CI must have {missing}"
        pytest.skip(f"there is no {', '.join(missing)}")


@contextmanager
def behind_a_proxy(folder: Path, port: int, framework: str) -> Iterator[Path]:
    """The certificate of a proxy with TLS that stands before a port meanwhile.

    It redirects HTTP to HTTPS where the README of the project says so; Django does that itself.
    """
    redirect, forward = "return 301 https://$host$request_uri;", f"location / {{ proxy_pass http://127.0.0.1:{port}; }}"
    plain = redirect if framework == "flask" else forward
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},IP:{PLACE}"]
    made = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"), "-days", "1", "-nodes"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", *made, *subject], check=True, capture_output=True)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, place=PLACE, port=port, plain=plain))
    command = ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with running(command, connects(PLACE, 443)):
        yield folder / "cert.pem"


@contextmanager
def person(certificate: Path) -> Iterator[BrowserContext]:
    """Somebody with a browser that trusts our certificate, and no other of its kind.

    With errors of certificates ignored instead, Chromium sometimes gives up with ERR_TOO_MANY_RETRIES.
    """
    key = subprocess.run(["openssl", "x509", "-in", certificate, "-pubkey", "-noout"], check=True, capture_output=True)
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-outform", "der"], input=key.stdout, check=True, capture_output=True
    )
    trusted = base64.b64encode(hashlib.sha256(der.stdout).digest()).decode()
    flags = [*FLAGS, f"--host-resolver-rules=MAP {HOST} {PLACE}", f"--ignore-certificate-errors-spki-list={trusted}"]
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser.new_context()
        browser.close()


def fill(page: Page, **asked: str) -> None:
    """Fill in the form of a page by what its fields ask for, and send it."""
    forms = page.locator("main form[method=post]")
    if "one_time_code" in asked:
        forms = forms.filter(has=page.locator('[autocomplete="one-time-code"]'))
    form = forms.first
    for what, value in asked.items():
        kinds = {"email": ("email", "username")}.get(what, (what.replace("_", "-"),))
        for kind in kinds:
            for place in form.locator(f'[autocomplete="{kind}"]').all():
                place.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit], input[type=submit], button:not([type])").first.click()


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_an_outsider_s_walk(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(
        tmp_path, framework=framework, kind="enterprise", accounts="roles", admin="full", security="high"
    )
    run(project, surroundings, "uv", "sync", "--quiet")
    (proxy := tmp_path / "proxy").mkdir()
    redis, mails = free_port(), MailHandler()
    post = Controller(mails, hostname="127.0.0.1", port=free_port())
    post.start()
    production = PRODUCTION | {
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
        "HTTPS_REDIRECT": "true",
        "TRUSTED_PROXY_COUNT": "1",
        "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
        "WEB_CONCURRENCY": "2",
    }
    command = ["redis-server", "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", str(proxy)]
    try:
        run(project, surroundings, "uv", "run", "poe", "migrate", **production)
        with (
            running(command, connects("127.0.0.1", redis)),
            serving(project, surroundings, "start", **production) as address,
            behind_a_proxy(proxy, int(address.rsplit(":", 1)[1]), framework) as certificate,
        ):
            one_redirect_leads_to_https(Stranger("127.0.0.4", certificate))
            with person(certificate) as browser:
                walk(browser.new_page(), mails, project, lambda: promote(project, surroundings, production))
                cookies_are_safe(browser)
            limits_are_for_each_address(certificate)
    finally:
        post.stop()
    the_log_is_right((tmp_path / "start.log").read_text())


def promote(project: Path, surroundings: dict[str, str], production: dict[str, str]) -> None:
    run(project, surroundings, "uv", "run", "poe", "grant", EMAIL, "admin", **production)


def one_redirect_leads_to_https(stranger: Stranger) -> None:
    sent, _ = stranger.ask("GET", "/accounts/login/?next=/accounts/profile/", secure=False)
    assert sent.status in {301, 308}
    assert sent.headers["Location"] == f"{SITE}/accounts/login/?next=/accounts/profile/"
    there, _ = stranger.ask("GET", "/accounts/login/?next=/accounts/profile/")
    assert there.status == 200
    assert there.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def walk(page: Page, mails: MailHandler, project: Path, promote: Callable[[], None]) -> None:
    """Sign-up, mail, log-in, second factor, admin, log-out, and in again with a recovery code."""
    faults = watch(page, SITE)
    page.goto(f"{SITE}/accounts/signup/")
    assert_fits(page)
    fill(page, email=EMAIL, new_password=PASSWORD)
    page.goto(mails.link())
    if page.locator("main form[method=post]").count() and not page.locator("main [autocomplete=email]").count():
        fill(page)
    promote()
    page.goto(f"{SITE}/admin/")
    assert page.url.startswith(f"{SITE}/accounts/login/")
    fill(page, email=EMAIL, current_password=PASSWORD)
    page.goto(f"{SITE}/admin/")
    if page.url.startswith(f"{SITE}/accounts/reauthenticate/"):
        fill(page, current_password=PASSWORD)
    assert page.url.startswith(f"{SITE}/accounts/2fa/totp/activate/")
    if page.locator("main [name=setup]").count():
        page.locator("main [name=setup][value=authenticator]").check()
        fill(page)
    secret = secret_in(page.content())
    assert page.locator("main img").evaluate("image => image.complete && image.naturalWidth > 0")
    fill(page, one_time_code=code_of(secret, time.time()))
    if not (codes := recovery_codes(page)):
        page.goto(f"{SITE}/accounts/2fa/recovery-codes/")
        fill(page)
        codes = recovery_codes(page)
    page.goto(f"{SITE}/admin/")
    assert page.url == f"{SITE}/admin/"
    page.screenshot(path=project.parent / "admin.png")
    page.goto(f"{SITE}/accounts/profile/")
    page.screenshot(path=project.parent / "profile.png")
    with page.expect_navigation():
        page.locator("header form button").click()
    page.goto(f"{SITE}/admin/")
    fill(page, email=EMAIL, current_password=PASSWORD)
    assert page.url.startswith(f"{SITE}/accounts/2fa/authenticate/")
    if page.locator("main [name=help_setup]").count():
        page.locator("main [name=help_setup][value=recovery_code]").check()
        with page.expect_navigation():
            page.locator("main form:has([name=help_setup]) [type=submit]").click()
    page.locator("main [name=code]").fill(codes[0])
    fill(page)
    page.goto(f"{SITE}/admin/")
    assert page.url == f"{SITE}/admin/"
    assert faults == []


def recovery_codes(page: Page) -> list[str]:
    """Return the codes on a page: Flask lists them, allauth shows them in a text area."""
    return " ".join(page.locator("main li code, main textarea#recovery_codes").all_text_contents()).split()


def cookies_are_safe(person: BrowserContext) -> None:
    cookies = person.cookies()
    assert cookies
    assert all(cookie["secure"] and cookie["sameSite"] == "Lax" for cookie in cookies)
    assert [cookie for cookie in cookies if "session" in cookie["name"] and cookie["httpOnly"]]


def limits_are_for_each_address(certificate: Path) -> None:
    guesser = Stranger("127.0.0.5", certificate)
    assert [guesser.log_in(f"guess-number-{number}").status for number in range(5)] == [200] * 5
    refused = guesser.log_in("guess-number-6", **{"X-Forwarded-For": "203.0.113.9"})
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert Stranger("127.0.0.6", certificate).log_in("guess-number-1").status == 200


def the_log_is_right(log: str) -> None:
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    clients = {line["client"] for line in lines if line["event"] == "request"}
    assert {"127.0.0.4", "127.0.0.5", "127.0.0.6"} <= clients
    assert "203.0.113.9" not in clients
    assert {line["client"] for line in lines if line["event"] == "log-in failed"} == {"127.0.0.5", "127.0.0.6"}
    for secret in (PASSWORD, EMAIL, "guess-number"):
        assert secret not in log
