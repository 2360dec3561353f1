"""The story of a small tool: somebody keeps one list, does what is on it, searches it, and takes it elsewhere."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest

from tests.projects.installed import proven, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated


LIST = {"flask": "/tasks/", "django": "/"}
ROW = {"flask": r'href="/tasks/\d+/">([^<]+)<', "django": "<strong>([^<]+)</strong>"}
"""The list, and a row in it: a page for each task in Flask, and one app in Django, which has the list alone."""


def titles(person: WebClient, framework: str, question: str) -> list[str]:
    """What the rows of the list are called, for what was searched and filtered."""
    return re.findall(ROW[framework], person.open(f"{LIST[framework]}?{question}").text)


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_list_is_kept_searched_and_exported(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="tool")
    with serving(project, surroundings, "dev") as address:
        person = WebClient(address)
        listed = LIST[framework]
        assert f'href="{listed}"' in person.open("/").text
        before = titles(person, framework, "")

        added = []
        for title, due in (("Sharpen the knives", "2026-05-02"), ("Post the parcel", ""), ("=1+1", "2026-05-01")):
            page = person.submit("/tasks/new/", {"title": title, "due": due, "notes": "Before Sunday, Ærø."})
            assert "The task was created." in page.text
            added.append(title)
        found = person.open(f"{listed}?search=parcel").text
        (number,) = set(re.findall(r'href="/tasks/(\d+)/', found))
        person.submit(f"/tasks/{number}/edit/", {"done": "on"})

        assert titles(person, framework, "") == [*before, *added]
        assert titles(person, framework, "search=PARCEL+post") == ["Post the parcel"]
        done = re.search(r'<option value="([^"]+)"[^>]*>\s*Yes', person.open(listed).text)
        assert done
        assert titles(person, framework, f"search=sunday&done={done[1]}") == ["Post the parcel"]

        link = re.search(r'href="(\?[^"]*\bas=csv[^"]*)"', person.open(f"{listed}?search=sunday").text)
        assert link
        sheet = person.open(f"{listed}{unescape(link[1])}").content.decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(sheet)))
        assert [row["Title"] for row in rows] == ["Sharpen the knives", "Post the parcel", "'=1+1"]
        rest = {"Due": "2026-05-02", "Done": "No"}
        assert rows[0] == {"Title": "Sharpen the knives", "Notes": "Before Sunday, Ærø.", **rest}
