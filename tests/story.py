"""Somebody who uses a generated project over HTTP, with a browser's cookies and forms, or with a token."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import requests


class _Forms(HTMLParser):
    """The forms of a page: address, method, the values that its fields hold, and what they are asked for."""

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


class Person:
    """Somebody with cookies of their own; `address` is where the project is served."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()

    def open(self, path: str, status: int = 200) -> requests.Response:
        """The page at a path, after redirects."""
        answer = self.session.get(urljoin(self.address, path), timeout=30)
        assert answer.status_code == status, f"{path}: {answer.status_code}\n{answer.text[:2000]}"
        return answer

    def submit(self, path: str, values: Mapping[str, object] | None = None, *, to: str = "", status: int = 200) -> Any:
        """The answer, after redirects, to a form of the page at a path: the last one posted, or that posted `to`."""
        page = self.open(path)
        parser = _Forms()
        parser.feed(page.text)
        found = [form for form in parser.forms if form["method"] == "post" and form["action"].endswith(to)]
        assert found, f"{path} has no form to {to or 'post'}:\n{page.text[:3000]}"
        target = urljoin(page.url, found[-1]["action"])
        sent = {**found[-1]["values"], **(values or {})}
        answer = self.session.post(target, data=sent, headers={"Referer": page.url}, timeout=30)
        assert answer.status_code == status, f"{target}: {answer.status_code}\n{answer.text[:3000]}"
        return answer

    def log_in(self, email: str, password: str) -> None:
        """Sign in on the log-in page, by whatever its fields are called."""
        page = self.open("/accounts/login/")
        parser = _Forms()
        parser.feed(page.text)
        form = next(
            form for form in parser.forms if form["method"] == "post" and any("pass" in n for n in form["values"])
        )
        names = {"password" if "pass" in name else "email": name for name in form["values"] if _asks(name)}
        self.submit("/accounts/login/", {names["email"]: email, names["password"]: password})
        assert "/accounts/login/" not in self.open("/accounts/profile/").url


def _asks(name: str) -> bool:
    return any(word in name for word in ("pass", "login", "email"))
