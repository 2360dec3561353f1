"""Models that nobody thought of: generated and linted by the dozen, and a few of them installed and checked."""

from __future__ import annotations

import ast
import shutil
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from generator.models.checks import problems_in
from generator.models.reader import read_models
from generator.models.types import TYPES
from tests.projects.installed import check, generate_from, run
from tests.unit.test_combinations import ruff
from tests.unit.test_models import VALUES, WORD

NAMES = ("Author", "Book", "Company", "Device", "Event", "Factory", "News")
FIELDS = ("title", "name", "order", "limit", "group", "state", "size", "starts_at", "body", "type", "hash", "parent")
OTHERS = tuple(type for type in TYPES if type not in ("ref", "many", "choice"))


@st.composite
def fields(draw: st.DrawFn, models: list[str]) -> dict[str, Any]:
    """A valid field in the long form."""
    kind = draw(st.sampled_from([*OTHERS, "choice", "ref", "ref", "many"]))
    made: dict[str, Any] = {"type": kind}
    if kind == "choice":
        made["choices"] = draw(st.lists(WORD, min_size=2, max_size=4, unique_by=lambda word: word.replace(" ", "_")))
    if kind in ("ref", "many"):
        made["to"] = draw(st.sampled_from(models))
    if kind == "ref" and draw(st.booleans()):
        made["on_delete"] = draw(st.sampled_from(["cascade", "protect"]))
    if kind == "decimal":
        made |= {"digits": "12", "places": str(draw(st.integers(0, 4)))}
    if kind in ("int", "decimal", "float") and draw(st.booleans()):
        made["min"] = str(draw(st.integers(-50, 50)))
    if kind == "str":
        made["length"] = str(draw(st.integers(20, 300)))
    if kind != "many" and draw(st.booleans()):
        made["optional"] = "true"
    elif kind in VALUES and "min" not in made and kind != "decimal" and draw(st.booleans()):
        made["default"] = draw(VALUES[kind])
    elif kind in VALUES and kind not in ("text", "bool") and draw(st.booleans()):
        made["unique"] = "true"
    return made


@st.composite
def random_models(draw: st.DrawFn) -> dict[str, Any]:
    """Some models that can be read."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    models = {
        name: {
            "fields": {
                field: draw(fields(names))
                for field in draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=6, unique=True))
            },
            **({"read": "anyone"} if draw(st.booleans()) else {}),
        }
        for name in names
    }
    try:
        read = read_models(models)
    except ValueError:
        assume(False)
    assume(not any(problem for framework in ("flask", "django") for problem in problems_in(framework, read)))
    return models


KINDS = st.sampled_from([{"kind": "tool"}, {"kind": "microservice"}, {"kind": "tool", "with": ["api"]}])
PEOPLE = st.sampled_from([{"accounts": "none"}, {"accounts": "accounts"}, {"accounts": "roles", "admin": "full"}])


@pytest.mark.parametrize("framework", ["flask", "django"])
@settings(max_examples=10, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(models=random_models(), kind=KINDS, people=PEOPLE)
def test_random_models_give_clean_code(
    framework: str, tmp_path_factory: pytest.TempPathFactory, models: Any, kind: Any, people: Any
) -> None:
    project = generate_from(
        tmp_path_factory.mktemp("random"), {"framework": framework, **kind, **people, "models": models}
    )
    ruff(project, "check")
    ruff(project, "format", "--check")
    for place in project.rglob("*.py"):
        ast.parse(place.read_text(encoding="utf-8"))


@pytest.mark.generated
@pytest.mark.exhaustive
@pytest.mark.parametrize("framework", ["flask", "django"])
@settings(max_examples=4, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(models=random_models(), kind=KINDS, people=PEOPLE)
def test_random_models_pass_their_own_check(
    framework: str,
    tmp_path_factory: pytest.TempPathFactory,
    surroundings: dict[str, str],
    models: Any,
    kind: Any,
    people: Any,
) -> None:
    folder = tmp_path_factory.mktemp("random")
    project = generate_from(folder, {"framework": framework, **kind, **people, "models": models})
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings)
    shutil.rmtree(folder)
