"""The workflows of generated projects, job by job and step by step: what `run` says runs, in a fresh clone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.projects.installed import generate, has_task, run, serving_development

pytestmark = [pytest.mark.generated, pytest.mark.exhaustive, pytest.mark.xdist_group("postgresql")]

FRAMEWORKS = ("flask", "django")
NOT_RUN = {"uv run poe audit": "it asks a service on the network"}
"""Steps that are left out, with the reason."""

GH = """#!/bin/sh
echo "$@" >> "$GH_LOG"
"""


def committed(folder: Path, surroundings: dict[str, str], **answers: str) -> Path:
    """Return a project of a large team with its lock file committed."""
    project = generate(folder, team_size="large", kind="website", accounts="accounts", **answers)
    run(project, surroundings, "uv", "lock", "--quiet")
    commit(project, surroundings, "Lock the dependencies")
    return project


def commit(project: Path, surroundings: dict[str, str], subject: str) -> None:
    run(project, surroundings, "git", "add", "--all")
    author = ("-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.org")
    run(project, surroundings, "git", *author, "commit", "--quiet", "--message", subject)


def workflow(project: Path, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((project / ".github/workflows" / name).read_text(encoding="utf-8"))
    return loaded


@contextmanager
def cloned(project: Path, surroundings: dict[str, str], name: str) -> Iterator[Path]:
    """Return a fresh clone, as `actions/checkout` makes it."""
    clone = project.with_name(name)
    run(project, surroundings, "git", "clone", "--quiet", str(project), str(clone))
    yield clone
    shutil.rmtree(clone)


def run_jobs(project: Path, surroundings: dict[str, str], name: str, facts: Mapping[str, str]) -> int:
    """Run the steps of each job of a workflow in a clone of its own; return how many there were.

    `facts` are the values of expressions, and of the addresses of services.
    """
    steps = 0
    definition = workflow(project, name)
    for id, job in definition["jobs"].items():
        temporary = project.parent / f"runner-{id}"
        temporary.mkdir()
        for_all = {"RUNNER_TEMP": str(temporary), "CI": "true"}
        with cloned(project, surroundings, f"clone-{id}") as clone:
            for step in job["steps"]:
                command = step.get("run")
                if command is None or command in NOT_RUN:
                    continue
                # The interpreter of these tests stands for the one that the workflow names.
                declared = definition.get("env", {}) | job.get("env", {}) | step.get("env", {})
                environment = {key: known(value, facts) for key, value in declared.items() if key != "UV_PYTHON"}
                run(clone, surroundings | for_all, "bash", "-e", "-c", command, **environment)
                steps += 1
        shutil.rmtree(temporary)
    return steps


def known(value: str, facts: Mapping[str, str]) -> str:
    """Return a value with the facts for its expressions and addresses; an unknown expression is an error."""
    for expression, fact in facts.items():
        value = value.replace(expression, fact)
    assert "${{" not in value
    return value


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_workflows_of_a_large_team_pass(
    framework: str,
    tmp_path: Path,
    surroundings: dict[str, str],
    database: str,
    redis_url: str,
) -> None:
    project = committed(tmp_path, surroundings, framework=framework)
    log = tmp_path / "gh.log"
    (programs := tmp_path / "programs").mkdir()
    (programs / "gh").write_text(GH, encoding="utf-8")
    (programs / "gh").chmod(0o755)
    surroundings |= {"GH_LOG": str(log), "PATH": f"{programs}{os.pathsep}{surroundings['PATH']}"}
    facts = {
        "postgresql://postgres:postgres@localhost:5432/postgres": database.replace("+psycopg", ""),
        "redis://localhost:6379/0": redis_url,
        "${{ github.ref_name }}": "v1.0.0",
        "${{ github.token }}": "token",
    }
    for name in ("ci.yml", "integration.yml", "supply-chain.yml", "release.yml", "newest.yml"):
        assert run_jobs(project, surroundings, name, facts) >= len(workflow(project, name)["jobs"])
    archive = "dist/shelf-v1.0.0"
    release = f"release create v1.0.0 --verify-tag --generate-notes {archive}.cdx.json {archive}.tar.gz\n"
    assert log.read_text(encoding="utf-8") == release


ADDED = {
    "flask": (
        "    pass\n",
        '    from alembic import op\n\n    op.execute("ALTER TABLE users ADD COLUMN nickname varchar(50)")\n',
        1,
    ),
    "django": (
        "    operations = [\n",
        '    operations = [\n        migrations.RunSQL("ALTER TABLE users_user ADD COLUMN nickname varchar(50)"),\n',
        1,
    ),
}
MAKE = {
    "flask": ("flask", "db", "revision", "--message", "add nickname"),
    "django": ("python", "manage.py", "makemigrations", "users", "--empty", "--name", "add_nickname"),
}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_sql_of_a_new_migration_is_in_the_summary(
    framework: str,
    tmp_path: Path,
    surroundings: dict[str, str],
    database: str,
) -> None:
    project = committed(tmp_path, surroundings, framework=framework)
    base = run(project, surroundings, "git", "rev-parse", "HEAD").strip()
    development = {"APP_ENV": "development"}
    if has_task(project, "migrate"):
        run(project, surroundings, "uv", "run", "poe", "migrate", **development)
    run(project, surroundings, "uv", "run", *MAKE[framework], **development)
    (new,) = run(project, surroundings, "git", "ls-files", "--others", "--exclude-standard").split()
    text = (project / new).read_text(encoding="utf-8")
    (project / new).write_text(text.replace(*ADDED[framework]), encoding="utf-8")
    commit(project, surroundings, "Add a nickname")
    summary = tmp_path / "summary.md"
    facts = {
        "postgresql://postgres:postgres@localhost:5432/postgres": database.replace("+psycopg", ""),
        "${{ github.event.pull_request.base.sha }}": base,
    }
    run_jobs(project, surroundings | {"GITHUB_STEP_SUMMARY": str(summary)}, "migrations.yml", facts)
    told = summary.read_text(encoding="utf-8")
    assert told.count("ADD COLUMN") == 1
    assert "CREATE TABLE" not in told


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_load_test_passes(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    if (k6 := shutil.which("k6")) is None:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must have k6"
        pytest.skip("there is no k6")
    project = committed(tmp_path, surroundings, framework=framework)
    run(project, surroundings, "uv", "sync", "--quiet")
    with serving_development(project, surroundings) as address:
        options = ("--stage", "3s:4", "--no-usage-report", "--quiet")
        run(project, surroundings, k6, "run", *options, "loadtest.js", BASE_URL=address)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_hooks_of_pre_commit_find_nothing_in_a_new_project(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = committed(tmp_path, surroundings, framework=framework)
    run(project, surroundings, "uv", "run", "pre-commit", "run", "--all-files")
    (project / "fault.md").write_text("trailing \n", encoding="utf-8")
    run(project, surroundings, "git", "add", "fault.md")
    done = subprocess.run(
        ["uv", "run", "pre-commit", "run"], cwd=project, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert re.search(r"trailing whitespace\.+Failed", done.stdout)
