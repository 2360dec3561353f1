"""Somebody with a browser: opens pages, fills in their forms and presses their buttons.

Fields are found by what they tell a browser to fill in (`autocomplete`), so that the tests need no name of a field, and
a page whose fields tell nothing fails.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from werkzeug.test import Client, TestResponse

EMAIL = "ada@example.org"
PASSWORD = "four-Brown-kettles-sing"
LOG_IN = "/accounts/login/"
PROFILE = "/accounts/profile/"
MOST_HOPS = 5
"""Redirects that a browser follows in a row."""

BY_AUTOCOMPLETE = {
    "email": "email",
    "username": "email",
    "name": "name",
    "current-password": "current_password",
    "new-password": "new_password",
    "one-time-code": "one_time_code",
}
"""What a field asks for, by its `autocomplete`."""


@dataclass
class Form:
    """A form of a page: where it goes, what it holds already, and which names its fields have for what they ask."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)
    submit: str = ""


class _Forms(HTMLParser):
    """The forms in one part of a page."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part
        self.is_inside = False
        self.forms: list[Form] = []
        self.form: Form | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == self.part:
            self.is_inside = True
        elif tag == "form" and self.is_inside:
            self.form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None and tag in {"input", "button"}:
            self._take(self.form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == self.part:
            self.is_inside = False

    def _take(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text")
        name = given.get("name", "")
        if kind == "submit":
            if name and not form.submit:
                form.submit = name
                form.values[name] = given.get("value", "")
        elif name and kind in {"checkbox", "radio"}:
            if "checked" in given:
                form.values[name] = given.get("value", "on")
        elif name:
            form.values[name] = given.get("value", "")
        asks = BY_AUTOCOMPLETE.get(given.get("autocomplete", "").split(" ")[-1])
        if asks and name:
            form.fields.setdefault(asks, []).append(name)


def forms(page: str, part: str = "main") -> list[Form]:
    """The forms in a part of a page, `main` or `header`, in their order."""
    parser = _Forms(part)
    parser.feed(page)
    return parser.forms


class Visitor:
    """Somebody with a browser of their own, at one address."""

    def __init__(self, client: Client, base_url: str = "http://localhost", address: str = "192.0.2.1") -> None:
        self.client = client
        self.base_url = base_url
        self.address = address

    def open(self, path: str, *, follow: bool = True) -> TestResponse:
        """The page at a path, after any redirects."""
        answer = self.client.get(self._local(path), **self._from())
        hops = 0
        while follow and answer.location and hops < MOST_HOPS:
            answer = self.client.get(self._local(urljoin(answer.request.url, answer.location)), **self._from())
            hops += 1
        return answer

    def post(self, path: str, data: dict[str, str] | None = None) -> TestResponse:
        """The answer to a form that this visitor made up."""
        return self.client.post(self._local(path), data=data or {}, **self._from())

    def fill_in(self, path: str, **asked: str) -> TestResponse:
        """The answer to the first form of the page at a path, filled in; a redirect is not followed.

        Each name in `asked` must be asked for by the form.
        """
        page = self.open(path)
        assert page.status_code == 200, f"{path}: {page.status}"
        return self.send(page, **asked)

    def send(self, page: TestResponse, **asked: str) -> TestResponse:
        """The answer to the first form of a page that is open already."""
        found = forms(page.text)
        assert found, f"{page.request.path}: there is no form\n{page.text}"
        filled = found[0]
        for what, value in asked.items():
            assert what in filled.fields, f"{page.request.path}: the form does not ask for {what}: {filled}"
            filled.values |= dict.fromkeys(filled.fields[what], value)
        assert filled.method == "post"
        return self._send(page, filled)

    def log_in(self, email: str = EMAIL, password: str = PASSWORD, *, path: str = LOG_IN) -> TestResponse:
        """The answer to a log-in."""
        return self.fill_in(path, email=email, current_password=password)

    def log_out(self) -> TestResponse:
        """The answer to a press on the only button in the head of the home page."""
        page = self.open("/")
        (form,) = (form for form in forms(page.text, part="header") if form.method == "post")
        return self._send(page, form)

    def is_logged_in(self) -> bool:
        """Whether the visitor is known."""
        answer = self.open(PROFILE, follow=False)
        if answer.status_code == 302:
            assert urlsplit(answer.location).path == LOG_IN, answer.location
        return answer.status_code == 200

    def copy(self) -> "Visitor":
        """Somebody else, with a copy of this browser's cookies."""
        thief = Client(self.client.application)
        thief._cookies = dict(self.client._cookies or {})
        return Visitor(thief, self.base_url, self.address)

    def _send(self, page: TestResponse, form: Form) -> TestResponse:
        action = urljoin(page.request.url, form.action)
        headers = {"Referer": page.request.url, "Origin": self.base_url}
        return self.client.post(self._local(action), data=form.values, headers=headers, **self._from())

    def _local(self, target: str) -> str:
        parts = urlsplit(target)
        if parts.netloc:
            assert target.startswith(self.base_url), f"{target} leads away from {self.base_url}"
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _from(self) -> dict[str, object]:
        return {"base_url": self.base_url, "environ_overrides": {"REMOTE_ADDR": self.address}}
