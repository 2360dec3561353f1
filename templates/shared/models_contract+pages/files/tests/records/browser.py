"""Somebody with a browser who looks through records and fills in their forms."""

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import Client, TestResponse


class _Page(HTMLParser):
    """What a page has in `main`: the fields of its form that is posted, with their values, and what labels them."""

    def __init__(self) -> None:
        super().__init__()
        self.is_inside = self.is_form = False
        self.values: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self.ids: dict[str, str] = {}
        self.labels: set[str] = set()
        self.links: list[str] = []
        self.select = self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "main":
            self.is_inside = True
        if tag == "form" and self.is_inside:
            self.is_form = given.get("method", "get").lower() == "post"
        if tag == "a" and self.is_inside:
            self.links.append(given.get("href", ""))
        if tag == "label":
            self.labels.add(given.get("for", ""))
        if self.is_form:
            self._take(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.is_inside = False
        if tag == "form":
            self.is_form = False
        if tag == "textarea":
            self.text = ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.values[self.text] = [data.removeprefix("\n")]

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        kind = given.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.text = name
        elif tag == "option" and "selected" in given:
            self.values.setdefault(self.select, []).append(given["value"])
        elif tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in given):
            self.values[name] = [given.get("value", "on" if kind == "checkbox" else "")]
        if tag in {"input", "select", "textarea"} and kind != "hidden":
            self.names.add(name)
            self.ids[name] = given.get("id", "")


def read_page(page: str) -> _Page:
    """A page as its reader finds it: `values`, `names` and `ids` of its form's fields, `labels` and `links`."""
    found = _Page()
    found.feed(page)
    return found


class Browser:
    """Somebody with a browser of their own."""

    def __init__(self, client: Client, base_url: str = "http://localhost") -> None:
        self.client = client
        self.base_url = base_url

    def open(self, path: str, **query: object) -> TestResponse:
        """The answer, redirects not followed."""
        words = {name: str(value) for name, value in query.items()}
        return self.client.get(path, query_string=words or None, base_url=self.base_url)

    def submit(self, path: str, values: Mapping[str, Any] | None = None) -> TestResponse:
        """The answer to the form of a page with these values in it, as JSON has them."""
        page = self.open(path)
        assert page.status_code == 200, page.text
        form = read_page(page.text)
        filled: dict[str, list[str]] = dict(form.values)
        for name, value in (values or {}).items():
            assert name in form.names, f"{path} has no field {name}"
            filled[name] = typed(value)
        headers = {"Referer": f"{self.base_url}{path}", "Origin": self.base_url}
        return self.client.post(path, data=filled, headers=headers, base_url=self.base_url)


def typed(value: Any) -> list[str]:
    """A JSON value as a person types it, or ticks it, in a form."""
    if value is None or value is False:
        return [] if value is False else [""]
    if value is True:
        return ["on"]
    if isinstance(value, list) and value and all(isinstance(item, int) for item in value):
        return [str(item) for item in value]
    if isinstance(value, dict | list):
        return [json.dumps(value)]
    return [str(value).removesuffix("Z")]
