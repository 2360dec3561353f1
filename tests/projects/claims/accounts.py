"""A site with accounts that is served in production, its clients, and what its database and its log hold."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import DefaultCookiePolicy
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from tests.projects.claims.browser import Clock
from tests.projects.claims.mailbox import Mailbox, wait
from tests.projects.claims.server import HOST
from tests.projects.claims.sites import Site

ORIGIN = f"https://{HOST}"
LOG_IN = "/accounts/login/"
LOG_OUT = "/accounts/logout/"
SIGN_UP = "/accounts/signup/"
CONFIRM = "/accounts/confirm-email/"
RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
PROFILE = "/accounts/profile/"
DELETE = "/accounts/delete/"

PASSWORD = "four-Brown-kettles-sing"
MOST_REDIRECTS = 5
NUMBERS = count(1)

FIELDS = {
    "email": "email",
    "username": "email",
    "name": "name",
    "current-password": "current_password",
    "new-password": "new_password",
}
"""What a field asks for by its `autocomplete`."""


@dataclass
class Form:
    """A form of a page: the values that a browser sends, and the attributes of the fields that people fill in."""

    action: str
    method: str
    is_in_main: bool
    values: dict[str, str] = field(default_factory=dict)
    fields: list[dict[str, str]] = field(default_factory=list)

    def names(self, asked: str) -> list[str]:
        """Return the names of the fields that ask for something, such as `new_password`."""
        return [each["name"] for each in self.fields if asks_for(each) == asked]


def asks_for(attributes: Mapping[str, str]) -> str:
    """Return what a field asks for, by its attributes."""
    asked = FIELDS.get(attributes.get("autocomplete", "").rpartition(" ")[2], "")
    return asked or ("email" if attributes.get("type") == "email" else "")


class Page(HTMLParser):
    """The forms of a page, its labels, and the errors beside its fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.labelled: set[str] = set()
        self.errors: dict[str, str] = {}
        self.form: Form | None = None
        self.is_in_main = self.is_in_error = False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.is_in_main |= tag == "main"
        if tag == "form":
            self.form = Form(given.get("action", ""), given.get("method", "get").lower(), self.is_in_main)
            self.forms.append(self.form)
        elif tag == "label":
            self.labelled.add(given.get("for", ""))
        elif tag == "input" and self.form:
            self._add(self.form, given)
        elif "invalid-feedback" in given.get("class", ""):
            self.is_in_error = True

    def _add(self, form: Form, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if kind not in {"hidden", "submit"}:
            form.fields.append(given)
            self.is_in_error = False
        if name and (kind not in {"checkbox", "radio"} or "checked" in given):
            form.values[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
            self.is_in_error = False
        elif tag == "main":
            self.is_in_main = False

    def handle_data(self, data: str) -> None:
        if self.is_in_error and self.form and self.form.fields and data.strip():
            name = self.form.fields[-1]["name"]
            self.errors[name] = self.errors.get(name, "") + data.strip()

    @property
    def main(self) -> list[Form]:
        """The forms in the element `main`."""
        return [form for form in self.forms if form.is_in_main]

    def asks_for(self, asked: str) -> bool:
        """Return whether a form asks for something, such as `new_password`."""
        return any(form.names(asked) for form in self.main)


class AccountClient:
    """A browser with its cookies, at an IP address of its own, so that no rate limit is shared.

    It speaks to the server as the proxy in front of it does. It follows redirects only where a method says so.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # see `_store_cookies`
        self.cookies: dict[str, str] = {}
        number = next(NUMBERS)
        self.headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"198.18.{number // 250}.{number % 250 + 1}",
        }

    def send(
        self, method: str, target: str, data: Mapping[str, str] | None = None, **headers: str
    ) -> requests.Response:
        """Return the response to a request for a path or a URL of the site; `X_Name` is the header `X-Name`."""
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        url = self.address + path_of(target)
        answer = self.session.request(method, url, data=data, headers=sent, allow_redirects=False, timeout=30)
        self._store_cookies(answer)
        return answer

    def _store_cookies(self, answer: requests.Response) -> None:
        """Store the cookies of a response; Requests sends no secure cookie by HTTP, not even to a proxy."""
        for header in set_cookies(answer):
            for name, cookie in SimpleCookie(header).items():
                self.cookies[name] = cookie.value
                if cookie["max-age"] == "0":
                    del self.cookies[name]

    def get(self, target: str) -> requests.Response:
        """Return the response to a GET request."""
        return self.send("GET", target)

    def open(self, target: str) -> requests.Response:
        """Return the page at a path or a URL of the site, after redirects."""
        answer = self.get(target)
        for _ in range(MOST_REDIRECTS):
            if "Location" not in answer.headers:
                break
            answer = self.get(urljoin(url_of(answer), answer.headers["Location"]))
        return answer

    def post(self, target: str, data: Mapping[str, str] | None = None, page: str = "/") -> requests.Response:
        """Return the response to a form on one of the site's pages."""
        return self.send("POST", target, data or {}, Origin=ORIGIN, Referer=ORIGIN + page)

    def fill_in(self, target: str, **asked: str) -> requests.Response:
        """Fill in the first form in the main part of a page, which must ask for all of `asked`; return the response."""
        page = self.open(target)
        assert page.status_code == requests.codes.ok, f"{target}: {page.status_code}\n{page.text}"
        return self.submit(page, **asked)

    def submit(self, page: requests.Response, **asked: str) -> requests.Response:
        """Do as `fill_in` does, with a page that is open already."""
        forms = Page(page.text).main
        assert forms, f"{page.url} has no form:\n{page.text}"
        values = dict(forms[0].values)
        for each, value in asked.items():
            names = forms[0].names(each)
            assert names, f"{page.url}: the form does not ask for {each}: {forms[0]}"
            values |= dict.fromkeys(names, value)
        assert forms[0].method == "post"
        return self.post(urljoin(url_of(page), forms[0].action), values, path_of(url_of(page)))

    def follow(self, link: str) -> None:
        """Open a link that confirms an address, and press the button if there is one."""
        page = self.open(link)
        forms = Page(page.text).main
        if forms and not forms[0].fields:
            self.submit(page)

    def log_in(self, email: str, password: str = PASSWORD, path: str = LOG_IN) -> requests.Response:
        """Return the response to the log-in form."""
        return self.fill_in(path, email=email, current_password=password)

    def log_out(self, query: str = "", **values: str) -> requests.Response:
        """Return the response to the log-out button in the navigation of the home page."""
        (form,) = [form for form in Page(self.open("/").text).forms if path_of(form.action) == LOG_OUT]
        return self.post(LOG_OUT + query, form.values | values)

    def is_logged_in(self) -> bool:
        """Return whether the profile opens; otherwise it redirects to the log-in page."""
        answer = self.get(PROFILE)
        if answer.status_code == requests.codes.found:
            assert urlsplit(answer.headers["Location"]).path == LOG_IN
        else:
            assert answer.status_code == requests.codes.ok, answer.text
        return bool(answer.status_code == requests.codes.ok)

    def copy(self) -> AccountClient:
        """Return another client with a copy of the cookies."""
        other = AccountClient(self.address)
        other.cookies |= self.cookies
        return other


def set_cookies(answer: requests.Response) -> list[str]:
    """Return the headers of a response that set a cookie."""
    return list(answer.raw.headers.getlist("Set-Cookie"))


def url_of(answer: requests.Response) -> str:
    """Return the URL that a browser shows for a response."""
    return ORIGIN + path_of(str(answer.request.path_url))


def path_of(target: str) -> str:
    """Return path and query of a URL of the site."""
    parts = urlsplit(target)
    assert not parts.netloc or f"{parts.scheme}://{parts.netloc}" == ORIGIN, f"{target} is not a URL of the site"
    return parts.path + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True)
class AccountSite:
    """A site with accounts in production, behind a proxy on this machine."""

    site: Site
    address: str
    mailbox: Mailbox
    clock: Clock
    database: Path
    emails: dict[str, str] = field(default_factory=dict)
    """Addresses of accounts that tests share, by a name."""

    def client(self) -> AccountClient:
        """Return a client without cookies."""
        return AccountClient(self.address)

    def shared(self, name: str, add: Callable[[], str]) -> str:
        """Return the address of a shared account, which is added when it is first asked for."""
        if name not in self.emails:
            self.emails[name] = add()
        return self.emails[name]

    def new_email(self) -> str:
        """Return an address without an account."""
        return f"person-{next(NUMBERS)}@example.org"

    def sign_up(self, password: str = PASSWORD) -> str:
        """Sign up and return the address, which waits for its confirmation."""
        email = self.new_email()
        answer = self.client().fill_in(SIGN_UP, email=email, new_password=password)
        assert answer.status_code in {requests.codes.ok, requests.codes.found}, answer.text
        self.mailbox.wait_for_link(email, CONFIRM)
        return email

    def add_account(self, password: str = PASSWORD) -> str:
        """Sign up, confirm the address and return it."""
        email = self.sign_up(password)
        self.client().follow(self.mailbox.wait_for_link(email, CONFIRM))
        return email

    def logged_in(self, email: str = "", password: str = PASSWORD) -> AccountClient:
        """Return a client that is logged in, by default with a new account."""
        client = self.client()
        client.log_in(email or self.add_account(password), password)
        assert client.is_logged_in()
        return client

    def reset_link(self, email: str) -> str:
        """Ask for a mail that resets the password, and return its link."""
        before = len(self.mailbox.links(email, RESET))
        self.client().fill_in(RESET, email=email)
        return self.mailbox.wait_for_link(email, RESET, before + 1)

    def stored_password(self, email: str) -> str:
        """Return the password of an account as it is stored, or nothing if there is no account."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            found = connection.execute(
                f"select password from {users_table(connection)} where email = ?", [email]
            ).fetchall()
        assert len(found) <= 1
        return str(found[0][0]) if found else ""

    @contextmanager
    def without_users(self) -> Iterator[None]:
        """Rename the table of the users meanwhile."""
        with closing(sqlite3.connect(self.database)) as connection:
            table = users_table(connection)
            connection.execute(f"alter table {table} rename to gone")
            connection.commit()
            try:
                yield
            finally:
                connection.execute(f"alter table gone rename to {table}")
                connection.commit()

    @contextmanager
    def refusing_users(self) -> Iterator[None]:
        """Refuse every new row in the table of the users meanwhile."""
        with closing(sqlite3.connect(self.database)) as connection:
            table = users_table(connection)
            connection.execute(f"create trigger refuse before insert on {table} begin select raise(abort, 'no'); end")
            try:
                yield
            finally:
                connection.execute("drop trigger refuse")

    @contextmanager
    def log_until(self, pattern: str) -> Iterator[list[str]]:
        """Yield a list that has the lines logged meanwhile in the end, of which one matches the pattern."""
        lines: list[str] = []
        start = len(self.site.log())
        yield lines
        wait(lambda: re.search(pattern, self.site.log()[start:]) is not None, f"{pattern} is not in the log")
        lines[:] = self.site.log()[start:].splitlines()


def users_table(connection: sqlite3.Connection) -> str:
    """Return the name of the table with addresses and passwords."""
    (name,) = connection.execute(
        "select m.name from sqlite_master as m join pragma_table_info(m.name) as c"
        " where m.type = 'table' and c.name in ('email', 'password') group by m.name having count(*) = 2"
    ).fetchone()
    return f'"{name}"'
