"""The story of a prototype: somebody opens the list, adds a record, changes it, finds it again, and deletes it.

It is one module in Flask and one app in Django, without search; `claims/test_model_pages.py` proves that of others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.projects.claims.sites import ITEM
from tests.projects.installed import SECRET, check, fetch, generate, generate_from, run, serving
from tests.projects.story import WebClient, forms

pytestmark = [pytest.mark.generated, pytest.mark.parametrize("framework", ["flask", "django"])]

NEW = {"flask": "/ideas/add", "django": "/ideas/new/"}
SERVERS = {"flask": "exec flask run --port $PORT", "django": "exec python manage.py runserver $PORT"}
"""The frameworks' own development servers, as `uv run` starts them."""

PREPARE = {
    "flask": (),
    "django": (("python", "manage.py", "migrate"), ("python", "manage.py", "collectstatic", "--noinput")),
}
"""What the README says to run before the server, by `uv run --no-dev`."""

GUNICORN = {
    "flask": ("--no-dev", "--extra", "production", "gunicorn", "--threads", "4", "app:create_app()"),
    "django": ("--no-dev", "gunicorn", "config.wsgi", "--threads", "4"),
}
"""The arguments of `uv run` in the README."""

PRODUCTION = {"APP_ENV": "production", "DEBUG": "false", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "127.0.0.1"}
READY_WHEN_EMPTY = {"flask": 200, "django": 503}
"""The status of `/health/ready/` with a new database. Flask creates its table; in Django a migration is pending."""

OVER_HTTP = {"flask": {}, "django": {"HTTPS_REDIRECT": "false"}}
EVERY_TYPE: Mapping[str, Any] = {
    "Item": {
        "fields": {name: type for name, type in ITEM.items() if not type.startswith(("ref", "many"))},
        "title": '50% "off" item',
        "plural": "artist's items",
    }
}


def test_an_idea_is_added_changed_and_deleted(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(tmp_path, framework=framework, kind="prototype")
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings)
    new = NEW[framework]
    for command in ("exec poe dev", SERVERS[framework]):
        with serving(project, surroundings, "dev", ("sh", "-c", command)) as address:
            person = WebClient(address)
            assert "There are no ideas." in person.open("/").text
            assert "is-invalid" in person.submit(new, {"title": " ", "note": "Blue."}).text
            added = person.submit(new, {"title": "A kettle <b>that</b> sings", "note": "Blue."})
            assert "The idea was created." in added.text
            assert "A kettle &lt;b&gt;that&lt;/b&gt; sings" in added.text
            path = edit_path(added.text)
            changed = person.submit(path, {"title": "A whistling kettle", "note": "Green."})
            assert "The idea was saved." in changed.text
            assert "Green." in changed.text
            assert "There are no ideas." in delete(person, framework, path).text
            person.open(path, status=404)
    assert run(project, surroundings, "git", "status", "--porcelain").strip() == "?? uv.lock"


def edit_path(page: str) -> str:
    """Return the address of the form of the only idea in a list."""
    (path,) = set(re.findall(r'href="(/ideas/\d+/edit/?)"', page))
    return str(path)


def delete(person: WebClient, framework: str, edit: str) -> Any:
    """Delete the idea: by a button below its form in Flask, on a page that asks in Django."""
    if framework == "flask":
        return person.submit(edit, to="/delete")
    path = edit.replace("edit", "delete")
    assert "Delete A whistling kettle?" in person.open(path).text
    return person.submit(path)


def test_it_is_deployed_as_its_readme_says(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(tmp_path, framework=framework, kind="prototype")
    readme = (project / "README.md").read_text(encoding="utf-8").replace('"', "")
    for command in (*PREPARE[framework], GUNICORN[framework][-4:]):
        assert " ".join(command) in readme
    settings = PRODUCTION | OVER_HTTP[framework]
    for command in PREPARE[framework]:
        run(project, surroundings, "uv", "run", "--no-dev", *command, **settings)
    new, allowed = NEW[framework], {"ALLOW_ANONYMOUS_WRITES": "true"}
    with serving(project, surroundings, "deploy", GUNICORN[framework], **settings, **allowed) as address:
        assert new in fetch(f"{address}/")[2]
        person = WebClient(address)
        (form,) = forms(person.open(new).text)
        added = post_without_https(person, f"{address}{new}", form["values"] | {"title": "A"})
        edit = edit_path(added.text)
    with serving(project, surroundings, "deploy", GUNICORN[framework], **settings) as address:
        status, _, page = fetch(f"{address}/")
        assert status == 200
        assert new not in page
        assert edit not in page
        for path in (new, edit):
            refused = post_without_https(person, f"{address}{path}", form["values"] | {"title": "Written"})
            assert refused.status_code == 403
            assert "csrf" not in refused.text.lower()
        assert "Written" not in fetch(f"{address}/")[2]
        assert_safe_responses(address)
    empty = {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    with serving(project, surroundings, "deploy", GUNICORN[framework], **settings, **empty) as address:
        assert fetch(f"{address}/health/ready/")[0] == READY_WHEN_EMPTY[framework]


def post_without_https(person: WebClient, url: str, values: Mapping[str, Any]) -> requests.Response:
    """Return the response to a form, with the cookies that browsers send with HTTPS alone."""
    for cookie in person.session.cookies:
        cookie.secure = False
    return person.session.post(url, data=values, timeout=30)


def assert_safe_responses(address: str) -> None:
    """Every response has the security headers, and only health checks have any host name."""
    for path in ("/", "/static/theme.js", "/nowhere/", "/health/live/", "/health/ready/"):
        headers = requests.get(f"{address}{path}", timeout=30).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        is_check = path.startswith("/health/")
        answer = requests.get(f"{address}{path}", headers={"Host": "evil.example"}, timeout=30)
        assert answer.status_code == (200 if is_check else 400) or path.startswith("/static/")


def test_it_has_every_type_of_field(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate_from(tmp_path, {"framework": framework, "kind": "prototype", "models": EVERY_TYPE})
    assert not (project / "core").is_dir()
    assert not (project / "app").is_dir()
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings)
