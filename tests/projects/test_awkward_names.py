"""Models and fields with the names of what projects are written with."""

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
    "detail": "image?",
}
OPEN = {"read": "anyone", "write": "anyone"}


REFUSED = {"flask": set(), "django": {"Filter", "Form", "Token", "View", "check", "page"}}
"""Names that are refused, with a suggestion (see `test_models.py`)."""


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_project_with_awkward_names_passes_its_own_check(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    some = {"pages": {"without": ["api"]}, "api": {"without": ["pages"]}}
    names = [name for name in AWKWARD if name not in REFUSED[framework]]
    plain = {
        name: {"fields": {"title": "str", "on": "date? min=2020-01-01"}, **OPEN, **some[place]}
        for name, place in zip(names, cycle(some), strict=False)
    }
    fields = {name: spec for name, spec in FIELDS.items() if name not in REFUSED[framework]}
    review = {
        "fields": {**fields, "client": "ref(Client)"},
        "filter": sorted({"process", "page"} & fields.keys()),
        **OPEN,
    }
    models = {**plain, "EventReview": review}
    answers = {"framework": framework, "kind": "website", "accounts": "none", "with": ["api"], "models": models}
    project = generate_from(tmp_path, answers)
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings)
    prepare(project, surroundings, {"APP_ENV": "development"})
    with serving(project, surroundings, "start", APP_ENV="development") as address:
        visitor = WebClient(address)
        text = visitor.open("/event-reviews/1/edit/").text
        found = requests.get(f"{address}/api/v1/event-reviews/1/", timeout=30).json()
        assert f'value="{found["submit"]}"' in text, "the form does not have the value of the record"
        if framework == "flask":  # its forms have attributes such as `page`, so that this input is `page_`
            url = f"{address}/api/v1/event-reviews/?page_={found['page']}"
            (row,) = requests.get(url, timeout=30).json()["results"][:1]
            assert row["page"] == found["page"]
