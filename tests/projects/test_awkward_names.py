"""Models and fields with the names of what a Flask project is written with."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest
import requests

from tests.projects.installed import check, generate_from, prepare, run, serving
from tests.projects.story import WebClient
from tests.unit.test_models import AWKWARD

pytestmark = [pytest.mark.generated]

FIELDS = {
    "title": "str",
    "date": "date min=2020-01-01",
    "datetime": "datetime = now",
    "data": "json?",
    "page": "int? min=1",
    "errors": "choice(none, some) = none",
    "check": "bool = false",
    "process": "choice(manual, automatic)",
    "submit": "slug unique",
    "meta": "file?",
}
OPEN = {"read": "anyone", "write": "anyone"}


def test_a_project_with_awkward_names_passes_its_own_check(tmp_path: Path, surroundings: dict[str, str]) -> None:
    some = {"pages": {"without": ["api"]}, "api": {"without": ["pages"]}}
    plain = {
        name: {"fields": {"title": "str", "on": "date? min=2020-01-01"}, **OPEN, **some[place]}
        for name, place in zip(AWKWARD, cycle(some), strict=False)
    }
    models = {**plain, "Event": {"fields": FIELDS | {"client": "ref(Client)"}, "filter": ["process", "page"], **OPEN}}
    answers = {"framework": "flask", "kind": "website", "accounts": "none", "with": ["api"], "models": models}
    project = generate_from(tmp_path, answers)
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings)
    prepare(project, surroundings, {"APP_ENV": "development"})
    with serving(project, surroundings, "start", APP_ENV="development") as address:
        visitor = WebClient(address)
        text = visitor.open("/events/1/edit/").text
        found = requests.get(f"{address}/api/v1/events/1/", timeout=30).json()
        assert f'value="{found["submit"]}"' in text, "the form does not have the value of the record"
        (row,) = requests.get(f"{address}/api/v1/events/?page_={found['page']}", timeout=30).json()["results"][:1]
        assert row["page"] == found["page"]
