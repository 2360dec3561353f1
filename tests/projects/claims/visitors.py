"""Clients of a served project: people with accounts, and what its mails and its database hold."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.projects.claims.browser import (
    ACTIVATE,
    AUTHENTICATE,
    DEMO_PASSWORD,
    REAUTHENTICATE,
    code_of,
    secret_in,
    set_up_path,
)
from tests.projects.claims.sites import Site
from tests.projects.story import WebClient

Dump = dict[str, list[Any]]
"""The rows of a database by table."""


def sign_in(site: Site, address: str, role: str) -> WebClient:
    """Return a client that is signed in as the demo user of a role, with a second factor where there is one."""
    email = f"{role}@example.org"
    site.set_role(email, role, APP_ENV="development")
    person = WebClient(address)
    person.give_password(email, DEMO_PASSWORD)
    kept = site.project.parent / f"{role}.secret"
    if kept.exists():
        enter_code(person, email, kept.read_text())
    elif not person.open("/people/").url.endswith("/people/"):
        set_up_second_factor(person, kept)
    assert "/accounts/login/" not in person.open("/accounts/profile/").url
    assert role == "member" or person.open("/people/").url == f"{address}/people/"
    return person


def enter_code(person: WebClient, email: str, secret: str) -> None:
    """Enter the code of now, or the next one if another test of the site has used it: each opens once."""
    person.submit(AUTHENTICATE, lambda page: {name_of_code(page): code_of(secret, time.time())})
    if "/accounts/login/" in person.open("/accounts/profile/").url:
        time.sleep(30 - time.time() % 30)
        person.give_password(email, DEMO_PASSWORD)
        person.submit(AUTHENTICATE, lambda page: {name_of_code(page): code_of(secret, time.time())})


def set_up_second_factor(person: WebClient, kept: Path) -> None:
    """Set up an authenticator app, and keep its secret for the next time."""
    opened = person.open(ACTIVATE)
    if REAUTHENTICATE in opened.url:
        opened = person.submit(opened.url.removeprefix(person.address), {"password": DEMO_PASSWORD})
    page = opened.text
    if 'name="setup"' in page:
        page = person.submit(ACTIVATE, {"setup": "authenticator"}).text
    kept.write_text(secret_in(page))
    values = dict(re.findall(r'<input[^>]*name="(csrf\w+)"[^>]*value="([^"]*)"', page))
    values[name_of_code(page)] = code_of(kept.read_text(), time.time())
    url = person.address + set_up_path(page)
    person.session.post(url, data=values, headers={"Referer": url}, timeout=30).raise_for_status()


def name_of_code(page: str) -> str:
    """Return the name of the field for a one-time code in a page."""
    (tag,) = re.findall(r'<input[^>]*autocomplete="one-time-code"[^>]*>', page)
    return re.search(r'\bname="([^"]+)"', tag)[1]  # type: ignore[index]  # no match fails the test


def dump(project: Path, without: frozenset[str] = frozenset()) -> Dump:
    """Return every row of the project's SQLite database, but for some tables."""
    return dump_of(project / "app.sqlite3", without)


def dump_of(database: Path, without: frozenset[str] = frozenset()) -> Dump:
    """Return every row of a SQLite database, but for some tables."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        names = sorted({name for (name,) in tables} - without)
        return {name: connection.execute(f'select * from "{name}" order by rowid').fetchall() for name in names}
