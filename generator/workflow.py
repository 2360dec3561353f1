"""The stages of `scaffold new` after the answers, and of rendering a project anew: decide, plan, render, write."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.answers.answers import Answers
from generator.catalog.templates import find_template
from generator.decision.scoring import Decision, decide
from generator.errors import Misuse
from generator.evolve.replan import Replanned
from generator.knowledge.loader import Knowledge
from generator.plan.planner import Plan, make_plan
from generator.project import git
from generator.project.draft import Draft
from generator.project.installer import install as run_install
from generator.project.record import add_record, recorded_values
from generator.project.writer import check_destination, write_project
from generator.rendering.context import template_context
from generator.rendering.formatting import format_with_ruff
from generator.rendering.renderer import Formatter, render


def draft(
    answers: Answers,
    knowledge: Knowledge,
    destination: Path,
    *,
    frameworks: tuple[str, ...],
    template: Path | None = None,
) -> Draft:
    """Return the project for the answers, in memory; it will be written to `destination`."""
    check_destination(destination)
    return _render(answers, knowledge, destination, frameworks, template, format_with_ruff)


def preview(
    answers: Answers,
    knowledge: Knowledge,
    *,
    frameworks: tuple[str, ...],
    framework: str | None = None,
    template: Path | None = None,
) -> Draft:
    """Return the project for the answers, perhaps in another framework, unformatted, to count what is in it."""
    values = {"name": "myproject", **answers.values, "framework": framework or answers["framework"]}
    origins = {"name": "default", **answers.origins}
    return _render(replace(answers, values=values, origins=origins), knowledge, Path(), frameworks, template, _keep)


def _keep(files: Mapping[str, bytes], paths: Sequence[str]) -> Mapping[str, bytes]:
    return {path: files[path] for path in paths}


def _render(
    answers: Answers,
    knowledge: Knowledge,
    destination: Path,
    frameworks: tuple[str, ...],
    template: Path | None,
    format: Formatter,
) -> Draft:
    decision = decide(answers, knowledge, frameworks)
    plan = make_plan(answers, find_template(decision.framework, template), knowledge)
    return _draft(answers, decision, plan, destination, format)


def redraft(replanned: Replanned, folder: Path) -> Draft:
    """Return the project of a record in memory, rendered anew."""
    return _draft(replanned.answers, replanned.decision, replanned.plan, folder, format_with_ruff)


def _draft(answers: Answers, decision: Decision, plan: Plan, destination: Path, format: Formatter) -> Draft:
    _check_name(answers["name"], plan)
    values = recorded_values(plan, answers)
    tree = render(plan, template_context(values, plan, decision), format)
    return Draft(answers, decision, plan, add_record(tree, plan, answers, values, decision), destination)


def _check_name(name: str, plan: Plan) -> None:
    """Raise `Misuse` if the project has the name of one of its dependencies."""
    entries = (*plan.collections.get("dependencies", ()), *plan.collections.get("dev_dependencies", ()))
    if re.sub("[-_]+", "-", name) in {"flit-core", *(entry["id"] for entry in entries)}:
        raise Misuse(f"{name} is a package that the project needs: choose a name such as my-{name}")


def write(drafted: Draft, *, with_git: bool, ready: Callable[[], None] = lambda: None) -> tuple[str, ...]:
    """Write the draft atomically, with a first commit; return notes for the user.

    `ready` is called when nothing is left to do but the rename.
    """
    notes: list[str] = []
    message = f"Start {drafted.answers['name']} with {drafted.decision.framework.capitalize()}"
    has_repository = (drafted.destination / ".git").exists()

    def finish(folder: Path) -> None:
        if with_git and not has_repository:
            notes.append(git.create_repository(folder, message))
        ready()

    write_project(drafted.tree, drafted.destination, finish)
    if with_git and has_repository:
        notes.append(git.commit_to_existing(drafted.destination, message))
    return tuple(note for note in notes if note)


def install(drafted: Draft, *, with_git: bool) -> tuple[str, ...]:
    """Install the dependencies of a written draft and commit the lock file; return error messages."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        fault = run_install(drafted.destination)
    except KeyboardInterrupt:
        return ("The project is written; you stopped the installation, which can be repeated.",)
    if not fault and with_git and (drafted.destination / ".git").exists():
        fault = git.commit(drafted.destination, "Lock the dependencies")
    return (fault,) if fault else ()
