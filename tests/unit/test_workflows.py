"""The CI of generated projects: clean under the linters of workflows, and the same checks as `poe check`."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.linters import YAMLLINT, lint
from tests.unit.trees import KNOWLEDGE, tree_of

KINDS: tuple[Mapping[str, Any], ...] = (
    {"kind": "prototype"},
    {"kind": "website"},
    {"kind": "api"},
    {"kind": "microservice", "core": "wrapper"},
    {"kind": "enterprise", "security": "high"},
)
PROJECTS: list[Mapping[str, Any]] = [
    {"framework": framework, **answers, "team_size": team_size, "with": host}
    for framework, answers, team_size, host in product(
        ("flask", "django"), KINDS, KNOWLEDGE.question("team_size").option_ids, ((), ("gitlab",))
    )
]


Step = Mapping[str, Any]


def name_of(answers: Mapping[str, Any]) -> str:
    return "-".join([answers["framework"], answers["kind"], answers["team_size"], *answers["with"]])


@cache
def _tree(number: int) -> Mapping[str, bytes]:
    return tree_of(PROJECTS[number])


def files(pattern: str) -> Iterator[str]:
    """Return the distinct contents of the files of all projects whose path matches a pattern."""
    trees = map(_tree, range(len(PROJECTS)))
    yield from sorted({text.decode() for tree in trees for path, text in tree.items() if re.fullmatch(pattern, path)})


def written(folder: Path, pattern: str, suffix: str, least: int = 1) -> list[str]:
    """Write the files of all projects whose path matches a pattern; return their paths."""
    folder.mkdir(parents=True)
    for number, text in enumerate(files(pattern)):
        (folder / f"{number}{suffix}").write_text(text, encoding="utf-8")
    found = sorted(map(str, folder.iterdir()))
    assert len(found) >= least
    return found


WORKFLOWS = r"\.github/workflows/.*\.yml"
GITLAB = r"\.gitlab-ci\.yml|\.gitlab/ci/.*\.yml"


def test_workflows_are_clean_under_actionlint_with_shellcheck(tmp_path: Path) -> None:
    shellcheck = str(Path(sys.executable).with_name("shellcheck"))
    lint("actionlint", "-shellcheck", shellcheck, *written(tmp_path / "workflows", WORKFLOWS, ".yml", 5))


def test_workflows_are_clean_under_zizmor(tmp_path: Path) -> None:
    written(tmp_path / ".github/workflows", WORKFLOWS, ".yml", 5)
    lint("zizmor", "--offline", "--quiet", "--no-config", str(tmp_path))


@pytest.mark.parametrize(
    ("pattern", "schema", "suffix"),
    [
        (WORKFLOWS, "vendor.github-workflows", ".yml"),
        (GITLAB, "vendor.gitlab-ci", ".yml"),
        (r"\.github/renovate\.json", "vendor.renovate", ".json"),
    ],
    ids=["workflows", "gitlab", "renovate"],
)
def test_files_of_ci_follow_their_schema(pattern: str, schema: str, suffix: str, tmp_path: Path) -> None:
    lint("check-jsonschema", "--builtin-schema", schema, *written(tmp_path / "files", pattern, suffix))


def test_yaml_is_clean_under_yamllint(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(YAMLLINT, encoding="utf-8")
    lint("yamllint", "--strict", "-c", str(tmp_path / "config.yml"), *written(tmp_path / "all", r".*\.ya?ml", ".yml"))


def jobs(number: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the jobs of all workflows of a project."""
    for path, text in _tree(number).items():
        if re.fullmatch(WORKFLOWS, path):
            yield from yaml.safe_load(text)["jobs"].items()


@pytest.mark.parametrize("number", range(len(PROJECTS)), ids=lambda number: name_of(PROJECTS[number]))
def test_ci_runs_exactly_the_steps_of_check(number: int) -> None:
    tasks = tomllib.loads(_tree(number)["pyproject.toml"].decode())["tool"]["poe"]["tasks"]
    steps = {step["ref"] for step in tasks["check"]["sequence"]}
    assert {step.split()[0] for step in steps} <= tasks.keys()
    solo = PROJECTS[number]["team_size"] == "solo"
    assert ci_commands(number) == {f"uv run poe {step}" for step in ({"check"} if solo else steps)}


def ci_commands(number: int) -> set[str]:
    """Return what the pipeline for each change runs, on GitHub or GitLab."""
    tree = _tree(number)
    if ".gitlab-ci.yml" in tree:
        assert not any(re.fullmatch(WORKFLOWS, path) for path in tree if "supply-chain" not in path)
        pipeline = yaml.safe_load(tree[".gitlab-ci.yml"])
        return {job["script"] for job in pipeline.values() if isinstance(job, dict) and "script" in job}
    workflow = yaml.safe_load(tree[".github/workflows/ci.yml"])
    return {step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step}


def test_workflows_have_least_permissions_limits_of_time_and_pinned_actions() -> None:
    for text in files(WORKFLOWS):
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {"contents": "read"}
        assert workflow["concurrency"]
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 30
        for action in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
        assert text.count("actions/checkout@") == text.count("persist-credentials: false")


def test_an_action_has_one_version_in_all_workflows() -> None:
    used = {action for text in files(WORKFLOWS) for action in re.findall(r"uses: (.*)", text)}
    assert len({action.split("@")[0] for action in used}) == len(used)
