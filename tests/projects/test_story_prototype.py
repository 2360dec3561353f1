"""The story of a prototype: somebody opens the list, adds a record, changes it, finds it again, and deletes it.

In Flask it is one module, without search; `claims/test_model_pages.py` proves the search of a package.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.projects.claims.sites import ITEM
from tests.projects.installed import SECRET, check, fetch, generate, generate_from, proven, run, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated

GUNICORN = ("--no-dev", "--extra", "production", "gunicorn", "--threads", "4", "app:create_app()")
"""The arguments of `uv run` in the README."""


def test_an_idea_is_kept_by_one_module(tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(tmp_path, framework="flask", kind="prototype")
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings)
    for command in (("poe", "dev"), ("sh", "-c", "exec flask run --port $PORT")):
        with serving(project, surroundings, "dev", command) as address:
            person = WebClient(address)
            assert "is-invalid" in person.submit("/ideas/add", {"title": " ", "note": "Blue."}).text
            added = person.submit("/ideas/add", {"title": "A kettle <b>that</b> sings", "note": "Blue."})
            assert "The idea was created." in added.text
            assert "A kettle &lt;b&gt;that&lt;/b&gt; sings" in added.text
            changed = person.submit("/ideas/1/edit", {"title": "A whistling kettle", "note": "Green."})
            assert "The idea was saved." in changed.text
            assert "Green." in changed.text
            deleted = person.submit("/ideas/1/edit", to="/delete")
            assert "There are no ideas." in deleted.text
            person.open("/ideas/1/edit", status=404)
    assert run(project, surroundings, "git", "status", "--porcelain").strip() == "?? uv.lock"


def test_one_module_is_deployed_as_its_readme_says(tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(tmp_path, framework="flask", kind="prototype")
    assert f"uv run --no-dev --extra production --env-file production.env {' '.join(GUNICORN[3:6])} " in (
        (project / "README.md").read_text(encoding="utf-8")
    )
    settings = {"APP_ENV": "production", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "127.0.0.1"}
    with serving(project, surroundings, "deploy", GUNICORN, **settings) as address:
        assert fetch(f"{address}/health/ready/")[0] == 200
        status, _, page = fetch(f"{address}/")
        assert status == 200
        assert "/ideas/add" not in page
        assert "read-only" in over_http(address).submit("/ideas/add", {"title": "A"}, status=403).text
    settings["ALLOW_ANONYMOUS_WRITES"] = "true"
    with serving(project, surroundings, "deploy", GUNICORN, **settings) as address:
        assert "/ideas/add" in fetch(f"{address}/")[2]
        assert "/ideas/1/edit" in over_http(address).submit("/ideas/add", {"title": "A"}).text


def over_http(address: str) -> WebClient:
    """Return a client that sends the cookie of the session without HTTPS, too."""
    person = WebClient(address)
    person.open("/ideas/add")
    for cookie in person.session.cookies:
        cookie.secure = False
    return person


def test_one_module_has_every_type_of_field(tmp_path: Path, surroundings: dict[str, str]) -> None:
    plain = {name: type for name, type in ITEM.items() if not type.startswith(("ref", "many"))}
    project = generate_from(tmp_path, {"framework": "flask", "kind": "prototype", "models": {"Item": plain}})
    assert (project / "app.py").is_file()
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings)


@pytest.mark.parametrize("framework", ["django"])
def test_an_idea_is_added_changed_found_and_deleted(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="prototype")
    with serving(project, surroundings, "dev") as address:
        person = WebClient(address)
        assert 'href="/ideas/"' in person.open("/").text
        assert 'href="/ideas/new/"' in person.open("/ideas/").text

        refused = person.submit("/ideas/new/", {"title": " ", "note": "Blue."})
        assert "is-invalid" in refused.text
        assert "Blue." in refused.text
        added = person.submit("/ideas/new/", {"title": "A kettle <b>that</b> sings", "note": "Blue,\nor green."})
        assert "The idea was created." in added.text
        idea = str(urlsplit(added.url).path)
        page = person.open(idea).text
        assert "A kettle &lt;b&gt;that&lt;/b&gt; sings" in page
        assert "Blue,<br>or green." in page

        assert "The idea was saved." in person.submit(f"{idea}edit/", {"title": "A whistling kettle"}).text
        assert "Blue,<br>or green." in person.open(idea).text

        assert f'href="{idea}"' in person.open("/ideas/?search=KETTLE+green").text
        assert f'href="{idea}"' not in person.open("/ideas/?search=kettle+red").text

        assert "Delete A whistling kettle?" in person.open(f"{idea}delete/").text
        person.open(idea)
        deleted = person.submit(f"{idea}delete/")
        assert urlsplit(deleted.url).path == "/ideas/"
        assert "The idea was deleted." in deleted.text
        person.open(idea, status=404)
