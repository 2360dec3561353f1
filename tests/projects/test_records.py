"""Projects with models of their own: every type of field, one file and many, installed and used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.projects.claims.sites import EVERY_TYPE
from tests.projects.installed import check, generate_from, run, serving_development
from tests.projects.story import assert_described
from tests.support import many_models
from tests.unit.test_combinations import assert_everything_parses, ruff

pytestmark = pytest.mark.generated

MANY = {
    **EVERY_TYPE,
    "Shelf": {
        "fields": {"name": "str(30) unique", "number": "int unique min=1 max=40", "keeper": "ref(Author, cascade)"},
        "read": "anyone",
    },
    "Note": {"fields": {"text": "text", "book": "ref(Book, cascade)"}, "owner": "true"},
    "Scan": {"title": "str(60)", "picture": "image", "original": "file", "book": "ref(Book)"},
    "Loan": {
        "fields": {"book": "ref(Book)", "shelf": "ref(Shelf)", "due": "date unique"},
        "read": "member",
        "write": "staff",
    },
}
"""More models, a module each, with rights of people."""

FEW = {"kind": "api", "accounts": "none", "models": EVERY_TYPE}
PROJECTS = [
    pytest.param(FEW, id="few"),
    pytest.param(
        {"kind": "cms", "accounts": "roles", "security": "high", "with": ["api"], "models": MANY},
        marks=pytest.mark.exhaustive,
        id="many",
    ),
]


@pytest.mark.parametrize("answers", PROJECTS)
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_records_of_every_type_pass_their_own_check_and_their_api_keeps_its_word(
    framework: str, answers: dict[str, object], tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = generate_from(tmp_path, {"framework": framework, **answers})
    ruff(project, "check")
    assert_everything_parses(project)
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings, with_coverage=answers is not FEW)
    if answers["accounts"] == "none":
        with serving_development(project, surroundings, API_RATE="1000000") as address:
            told = run(project, surroundings, "uv", "run", "poe", "token", "create", "tests")
            assert_described(address, *re.findall(r"tok_[\w-]+", told))


@pytest.mark.exhaustive
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_hundred_models_pass_their_own_check(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate_from(
        tmp_path, {"framework": framework, "kind": "api", "accounts": "none", "models": many_models(100)}
    )
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings)
