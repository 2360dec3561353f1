"""Generated projects pass their own checks: a set in which all layers meet in every run, every two answers in `all`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from allpairspy import AllPairs

from generator.knowledge.loader import load_knowledge
from tests.projects.covering import EXTRA, answers_of_projects, missing
from tests.projects.installed import PRODUCTION, check, generate_from, has_task, run
from tests.unit.test_combinations import contradicts

KNOWLEDGE = load_knowledge()
QUESTIONS = ("kind", "accounts", "admin", "security", "scale")
PARAMETERS = {"framework": ["flask", "django"]} | {id: list(KNOWLEDGE.question(id).option_ids) for id in QUESTIONS}


def may_be(row: list[str]) -> bool:
    """Whether the first answers of a row may stand together."""
    answers = dict(zip(PARAMETERS, row, strict=False))
    return not {"accounts", "admin", "security"} <= set(answers) or not contradicts(answers)


HEAVIEST = {"kind": "enterprise", "accounts": "roles", "admin": "full", "security": "high", "scale": "large"}
PAIRS = [dict(zip(PARAMETERS, row, strict=True)) for row in AllPairs(list(PARAMETERS.values()), filter_func=may_be)]
ALL = [*({"framework": framework, **HEAVIEST, "with": ["sso"]} for framework in ("flask", "django")), *PAIRS]

UNUSED_SETTINGS = (Path(__file__).parent / "unused_settings.py").read_text(encoding="utf-8")


def id_of(answers: Mapping[str, Any]) -> str:
    return "-".join(str(value) for id, value in answers.items() if id != "models")


@pytest.mark.slow
def test_layers_that_meet_in_a_file_meet_in_a_project_that_is_checked() -> None:
    assert missing(answers_of_projects()) == frozenset()


@pytest.mark.generated
@pytest.mark.parametrize("answers", EXTRA, ids=id_of)
def test_a_project_of_the_covering_set_passes_its_own_check(
    answers: Mapping[str, Any], tmp_path: Path, surroundings: dict[str, str]
) -> None:
    passes_its_own_check(answers, tmp_path, surroundings, with_coverage=answers.get("security") != "high")


@pytest.mark.generated
@pytest.mark.exhaustive
@pytest.mark.parametrize("answers", ALL, ids=id_of)
def test_a_project_passes_its_own_check(
    answers: Mapping[str, Any], tmp_path: Path, surroundings: dict[str, str]
) -> None:
    passes_its_own_check(answers, tmp_path, surroundings)


def passes_its_own_check(
    answers: Mapping[str, Any], folder: Path, surroundings: dict[str, str], *, with_coverage: bool = True
) -> None:
    """Check a fresh clone of a project, and whether it is ready for production."""
    project = generate_from(folder, answers)
    run(folder, surroundings, "git", "clone", "--quiet", str(project), "clone")
    project = folder / "clone"
    shutil.copy(project / ".env.example", project / ".env")
    run(project, surroundings, "uv", "sync", "--quiet")
    check(project, surroundings, with_coverage=with_coverage)
    unused = run(project, surroundings, "uv", "run", "python", "-c", UNUSED_SETTINGS, APP_ENV="development")
    assert unused.split() == []
    production = PRODUCTION | {"HTTPS_REDIRECT": "true"}
    if has_task(project, "migrate"):
        run(project, surroundings, "uv", "run", "poe", "migrate", **production)
    if has_task(project, "check-deploy"):
        run(project, surroundings, "uv", "run", "poe", "check-deploy", **production)
    if answers.get("security") == "high":
        run(project, surroundings, "uv", "run", "poe", "sbom")
        assert json.loads((project / "sbom.json").read_text(encoding="utf-8"))["bomFormat"] == "CycloneDX"
    bandit(project)


def sources(project: Path) -> list[str]:
    """Return the modules of the application, without those of its tests."""
    found = (place for place in project.rglob("*.py") if not {".venv", "tests"} & set(place.parts))
    return [str(place) for place in found if not place.name.startswith("test")]


def bandit(project: Path) -> None:
    """Nothing, where bandit finds nothing in the application.

    It takes each key of a table with `password` in it for one (B105); ruff's S105, which is on, does not.
    """
    command = [sys.executable, "-m", "bandit", "--quiet", "--skip", "B105", *sources(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def test_every_two_answers_meet_unless_they_contradict() -> None:
    def met(one: str, option: str, other: str, another: str) -> bool:
        return any(row[one] == option and row[other] == another for row in PAIRS)

    names = list(PARAMETERS)
    missing = [
        (option, another)
        for number, one in enumerate(names)
        for other in names[number + 1 :]
        for option in PARAMETERS[one]
        for another in PARAMETERS[other]
        if not met(one, option, other, another)
    ]
    assert missing == [("none", "full")]
