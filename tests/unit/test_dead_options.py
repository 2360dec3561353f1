"""Every option of every question changes the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from generator.errors import AnswersRefused, PlanError
from generator.knowledge.loader import Question
from tests.unit.trees import KNOWLEDGE, tree_of

FRAMEWORKS = ("flask", "django")
KINDS = ("website", "prototype", "api", "microservice", "enterprise")
"""Kinds of which a pair of options has to change one project at least, and for `team_size` all."""

ASKED = [question for question in KNOWLEDGE.questions if question.options]

DECISION = "it weighs in the decision between the frameworks alone"
UNCHANGED = {
    ("core", "records", "mixed"): DECISION,
    ("data", "little", "medium"): DECISION,
    ("data", "medium", "heavy"): DECISION,
    ("control", "batteries", "neutral"): DECISION,
    ("control", "neutral", "control"): DECISION,
    ("experience", "none", "flask"): DECISION,
    ("experience", "flask", "django"): DECISION,
    ("experience", "django", "both"): DECISION,
}
"""Neighbouring options between which no file differs, with the reason."""

UNCHANGED_IN_DJANGO = {
    ("minimal_dependencies", "true", "false"): "a project uses every package that it depends on",
}


def neighbours(question: Question) -> Iterator[tuple[str, str, str]]:
    yield from ((question.id, one, other) for one, other in pairwise(question.option_ids))


PAIRS = [pair for question in ASKED for pair in neighbours(question)]


def changed_files(pair: tuple[str, str, str], framework: str, kind: str) -> set[str]:
    """Return the files in which two projects differ; none if an option contradicts the kind."""
    question, *options = pair
    base = {"framework": framework, "kind": kind}
    one, other = (files(tuple((base | {question: option}).items())) for option in options)
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)} if one and other else set()


@cache
def files(answers: tuple[tuple[str, str], ...]) -> Mapping[str, bytes]:
    given: dict[str, Any] = {id: {"true": True, "false": False}.get(value, value) for id, value in answers}
    try:
        tree = tree_of(given)
    except (AnswersRefused, PlanError):
        return {}
    return {path: content for path, content in tree.items() if path not in ("docs/adr/0001-framework.md", ".env")}


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_an_option_changes_the_project_or_has_a_reason(pair: tuple[str, str, str], framework: str) -> None:
    reasons = UNCHANGED | (UNCHANGED_IN_DJANGO if framework == "django" else {})
    changed = [kind for kind in KINDS if changed_files(pair, framework, kind)]
    assert bool(changed) == (pair not in reasons), changed


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("kind", KNOWLEDGE.question("kind").option_ids)
def test_every_team_size_changes_every_kind(kind: str, framework: str) -> None:
    for pair in neighbours(KNOWLEDGE.question("team_size")):
        assert changed_files(pair, framework, kind), pair


def test_the_reasons_are_about_options_that_exist() -> None:
    assert {*UNCHANGED, *UNCHANGED_IN_DJANGO} <= set(PAIRS)
