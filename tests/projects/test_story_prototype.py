"""The story of a prototype: somebody opens the list, adds a record, changes it, finds it again, and deletes it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.projects.installed import proven, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_an_idea_is_added_changed_found_and_deleted(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="prototype")
    with serving(project, surroundings, "dev") as address:
        person = WebClient(address)
        assert 'href="/ideas/"' in person.open("/").text
        assert 'href="/ideas/new/"' in person.open("/ideas/").text

        refused = person.submit("/ideas/new/", {"title": " ", "note": "Blue."}, status=422)
        assert "is-invalid" in refused.text
        assert "Blue." in refused.text
        added = person.submit("/ideas/new/", {"title": "A kettle <b>that</b> sings", "note": "Blue,\nor green."})
        assert "The idea was added." in added.text
        idea = str(urlsplit(added.url).path)
        page = person.open(idea).text
        assert "A kettle &lt;b&gt;that&lt;/b&gt; sings" in page
        assert "Blue,<br>or green." in page

        assert "The idea was changed." in person.submit(f"{idea}edit/", {"title": "A whistling kettle"}).text
        assert "Blue,<br>or green." in person.open(idea).text

        assert f'href="{idea}"' in person.open("/ideas/?search=KETTLE+green").text
        assert f'href="{idea}"' not in person.open("/ideas/?search=kettle+red").text

        assert "Delete A whistling kettle?" in person.open(f"{idea}delete/").text
        person.open(idea)
        deleted = person.submit(f"{idea}delete/")
        assert urlsplit(deleted.url).path == "/ideas/"
        assert "The idea was deleted." in deleted.text
        person.open(idea, status=404)
