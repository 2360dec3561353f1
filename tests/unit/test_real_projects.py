"""The decision measured on real applications. It was tuned on these; expect a little less on others."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from generator.answers.answers import complete
from generator.decision.scoring import Decision, decide
from generator.knowledge.loader import load_knowledge
from tests.support import REPOSITORY

PROJECTS: list[dict[str, Any]] = tomllib.loads((REPOSITORY / "tests/data/projects.toml").read_text(encoding="utf-8"))[
    "projects"
]
CLEAN = [project for project in PROJECTS if project["clean"]]

by_id = pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project["id"])


def decision_for(project: dict[str, Any]) -> Decision:
    return decide(complete(project["answers"]), load_knowledge())


def right(projects: list[dict[str, Any]]) -> float:
    """The share of projects that use the framework that was decided on, 0 to 1."""
    hits = [project for project in projects if decision_for(project).verdict == project["label"]]
    return len(hits) / len(projects)


@by_id
def test_the_coded_answers_of_a_project_are_answers_to_the_questions(project: dict[str, Any]) -> None:
    knowledge = load_knowledge()
    for id, value in project["answers"].items():
        assert str(value).lower() in knowledge.question(id).option_ids


@by_id
def test_the_probability_of_a_decision_is_never_certainty(project: dict[str, Any]) -> None:
    assert 0.5 <= max(decision_for(project).probabilities.values()) < 0.995


def test_three_in_four_open_choices_are_decided_as_they_were_made() -> None:
    print(f"\nopen choices: {len(CLEAN)} of {len(PROJECTS)} projects, decided as they were made: {right(CLEAN):.3f}")
    assert right(CLEAN) >= 0.75


def test_four_in_five_of_the_clear_decisions_are_decided_as_they_were_made() -> None:
    clear = [project for project in CLEAN if not decision_for(project).close_call]
    print(f"\ncalled clear: {len(clear)} of {len(CLEAN)}, decided as they were made: {right(clear):.3f}")
    assert right(clear) >= 0.80


def test_more_than_half_of_the_open_choices_are_called_clear() -> None:
    assert sum(not decision_for(project).close_call for project in CLEAN) > len(CLEAN) / 2


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_two_in_three_decisions_for_a_framework_are_what_was_chosen(framework: str) -> None:
    assert right([project for project in CLEAN if decision_for(project).verdict == framework]) >= 2 / 3


def test_close_calls_are_right_less_often_than_clear_decisions() -> None:
    close = [project for project in CLEAN if decision_for(project).close_call]
    clear = [project for project in CLEAN if not decision_for(project).close_call]
    assert right(close) < right(clear)
