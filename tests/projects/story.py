"""Somebody who uses a generated project over HTTP, with a browser's cookies and forms, or with a token."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests

NEW_PASSWORD = "four-Brown-kettles-sing"

Fill = Callable[[str], Mapping[str, object]]
"""A function that returns the values for a form, given the text of its page."""


class _Forms(HTMLParser):
    """Parser of the forms of a page: action, method, and the values of their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.open: dict[str, Any] | None = None
        self.select = self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.open = {"action": given.get("action", ""), "method": given.get("method", "get").lower(), "values": {}}
            self.forms.append(self.open)
        elif self.open is not None:
            self._field(tag, given, self.open["values"])

    def _field(self, tag: str, given: Mapping[str, str], values: dict[str, Any]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in given or self.select not in values):
            values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.text, values[name] = name, ""
        elif tag == "input" and name and (kind not in {"checkbox", "radio"} or "checked" in given):
            values[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.text = ""

    def handle_data(self, data: str) -> None:
        if self.text and self.open is not None:
            self.open["values"][self.text] = data.removeprefix("\n")


def forms(page: str) -> list[dict[str, Any]]:
    """Return the forms of a page, each with its `action`, `method` and `values`."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


class WebClient:
    """A client with cookies that fills in forms; `address` is that of the server."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()

    def open(self, path: str, status: int = 200) -> requests.Response:
        """Return the page at a path, after redirects."""
        answer = self.session.get(urljoin(self.address, path), timeout=30)
        assert answer.status_code == status, f"{path}: {answer.status_code}\n{answer.text[:2000]}"
        return answer

    def submit(
        self, path: str, values: Mapping[str, object] | Fill | None = None, *, to: str = "", status: int = 200
    ) -> Any:
        """Submit a form of the page at a path as `send` does; return the response after redirects."""
        answer = self.send(path, values, to=to)
        assert answer.status_code == status, f"{answer.url}: {answer.status_code}\n{answer.text[:3000]}"
        return answer

    def send(self, path: str, values: Mapping[str, object] | Fill | None = None, *, to: str = "") -> requests.Response:
        """Submit a form of the page at a path: the last one with POST, or the one posted `to`. Return any response.

        The form with fields for most of the values is preferred. They may depend on the text of the page.
        """
        page = self.open(path)
        values = values(page.text) if callable(values) else values
        parser = _Forms()
        parser.feed(page.text)
        found = [form for form in parser.forms if form["method"] == "post" and form["action"].endswith(to)]
        assert found, f"{path} has no form to {to or 'post'}:\n{page.text[:3000]}"
        form = max(reversed(found), key=lambda form: len(set(values or {}) & set(form["values"])))
        target = urljoin(page.url, form["action"])
        sent = {**form["values"], **(values or {})}
        return self.session.post(target, data=sent, headers={"Referer": page.url}, timeout=30)

    def log_in(self, email: str, password: str) -> None:
        """Log in; fail if the log-in is refused."""
        self.give_password(email, password)
        assert "/accounts/login/" not in self.open("/accounts/profile/").url

    def give_password(self, email: str, password: str) -> None:
        """Submit the log-in form, whatever its fields are called."""
        page = self.open("/accounts/login/")
        parser = _Forms()
        parser.feed(page.text)
        form = next(
            form for form in parser.forms if form["method"] == "post" and any("pass" in n for n in form["values"])
        )
        names = {"password" if "pass" in name else "email": name for name in form["values"] if _asks(name)}
        self.submit("/accounts/login/", {names["email"]: email, names["password"]: password})


def sign_up(address: str, email: str, mails: Path) -> WebClient:
    """Sign up, open the link of the mail and log in; return the client."""
    person = WebClient(address)
    person.submit("/accounts/signup/", {"email": email, "password": NEW_PASSWORD, "password1": NEW_PASSWORD})
    path = find_mail_link(mails, email)
    if "<form" in person.open(path).text.partition("<main")[2].partition("</main")[0]:
        person.submit(path)
    person.log_in(email, NEW_PASSWORD)
    return person


def find_mail_link(mails: Path, email: str, below: str = "confirm-email") -> str:
    """Return the path of the link in the latest mail to an address, from the server's log."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        mail = mails.read_text().rpartition(f"To: {email}")[2]
        if found := re.search(rf"https?://\S+/accounts/{below}/\S+", mail):
            return urlsplit(found.group()).path
        time.sleep(0.1)
    pytest.fail(f"no mail to {email}:\n{mails.read_text()[-4000:]}")


class APIClient:
    """A client of the API that sends a token, if it has one."""

    def __init__(self, address: str, token: str = "") -> None:
        self.address = address
        self.session = requests.Session()
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, sent: object = None, *, status: int = 200, **headers: str) -> Any:
        """Send a request; return the JSON of the response, or None."""
        target = urljoin(self.address, path)
        answer = self.session.request(method, target, json=sent, headers=headers, timeout=30)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code}\n{answer.text[:3000]}"
        return answer.json() if answer.content else None


CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def assert_described(address: str, token: str, path: str = "") -> None:
    """Check an API, or one of its paths, with Schemathesis: every response is as the OpenAPI document describes."""
    command = [str(Path(sys.executable).with_name("st")), "run", f"{address}/api/openapi.json", "--no-color"]
    examples = os.environ.get("SCAFFOLD_TESTS_EXAMPLES", "10")
    wishes = ["--checks", CHECKS, "--max-examples", examples, "--generation-deterministic"]
    wishes += ["--include-path", path] if path else ["--exclude-path-regex", "^/probes/"]  # routes of our own
    header = ["--header", f"Authorization: Bearer {token}"]
    with TemporaryDirectory() as folder:
        done = subprocess.run([*command, *wishes, *header], capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stdout[-8000:]
    assert re.search(r"[1-9]\d+ generated", done.stdout), done.stdout[-2000:]


def _asks(name: str) -> bool:
    return any(word in name for word in ("pass", "login", "email"))
