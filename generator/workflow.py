"""The main job, in one sentence: ask, decide, plan, render, write."""

from __future__ import annotations

import re
import shlex
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import git
from generator.answers import Answers, complete
from generator.context import template_context
from generator.decision import Decision, as_json, decide
from generator.errors import Misuse
from generator.install import first_commands
from generator.install import install as run_install
from generator.knowledge import Knowledge
from generator.plan import Plan, make_plan
from generator.project import check_destination, write_project
from generator.record import with_record
from generator.render import render
from generator.templates import find_template
from generator.tree import Tree

ANONYMOUS_WRITES = (
    "Nobody signs in to write records: production refuses to write them unless ALLOW_ANONYMOUS_WRITES=true allows it."
)


@dataclass(frozen=True)
class Draft:
    """A project that is known to the last byte and not written yet."""

    answers: Answers
    decision: Decision
    plan: Plan
    tree: Tree
    destination: Path

    @property
    def next(self) -> tuple[str, ...]:
        """The commands to type next, from the folder that the person is in."""
        below = self.destination.is_relative_to(Path.cwd())
        place = self.destination.relative_to(Path.cwd()) if below else self.destination
        return (f"cd {shlex.quote(str(place))}", *first_commands(self.destination))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what the person should know before the project is deployed."""
        return (ANONYMOUS_WRITES,) if "anonymous_writes" in self.plan.capabilities else ()

    def as_json(self) -> dict[str, Any]:
        """What `new --json` tells."""
        return {
            "path": str(self.destination),
            "framework": self.decision.framework,
            "decision": as_json(self.decision),
            "capabilities": list(self.plan.capabilities),
            "files": len(self.tree),
            "next": list(self.next),
            "besides": {id: self.plan.reasons[id] for id in self.plan.besides},
            "not_yet": list(self.plan.not_yet),
            "warnings": list(self.warnings),
        }


def draft(
    answers: Answers,
    knowledge: Knowledge,
    folder: Path,
    *,
    frameworks: tuple[str, ...],
    template: Path | None = None,
) -> Draft:
    """The project that the answers ask for, made in memory, to lie in a new folder of its name below `folder`."""
    destination = folder / answers["name"]
    check_destination(destination)
    decision = decide(answers, knowledge, frameworks)
    plan = make_plan(answers, find_template(decision.framework, template), knowledge)
    _check_name(answers["name"], plan)
    # The files are a function of the complete answers: which of them were defaults must leave no trace.
    explicit = complete(answers.values, knowledge)
    recorded = decide(explicit, knowledge, frameworks)
    tree = render(plan, template_context(explicit.values, plan, recorded))
    return Draft(answers, decision, plan, with_record(tree, plan, explicit.values, recorded), destination)


def _check_name(name: str, plan: Plan) -> None:
    """Nothing, unless the project would be called like a package that it needs; then `Misuse`."""
    entries = (*plan.collections.get("dependencies", ()), *plan.collections.get("dev_dependencies", ()))
    if re.sub("[-_]+", "-", name) in {"flit-core", *(entry["id"] for entry in entries)}:
        raise Misuse(f"{name} is a package that the project needs: choose a name such as my-{name}")


def write(drafted: Draft, *, with_git: bool, ready: Callable[[], None] = lambda: None) -> tuple[str, ...]:
    """The draft on disk, whole or not at all, with a first commit; gives what the person should know besides.

    `ready` is called when nothing is left to do but the rename.
    """
    notes: list[str] = []

    def finish(folder: Path) -> None:
        if with_git:
            message = f"Start {drafted.answers['name']} with {drafted.decision.framework.capitalize()}"
            notes.append(git.first_commit(folder, message))
        ready()

    write_project(drafted.tree, drafted.destination, finish)
    return tuple(note for note in notes if note)


def install(drafted: Draft, *, with_git: bool) -> tuple[str, ...]:
    """The dependencies of a written draft installed, and its lock file committed; gives what stood in the way."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        fault = run_install(drafted.destination)
    except KeyboardInterrupt:
        return ("The project is written; you stopped the installation, which can be repeated.",)
    if not fault and with_git and (drafted.destination / ".git").is_dir():
        fault = git.commit(drafted.destination, "Lock the dependencies")
    return (fault,) if fault else ()
