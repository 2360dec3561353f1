"""A project in memory that is not written yet."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answers.answers import Answers
from generator.decision.scoring import Decision, as_json
from generator.plan.planner import MINIMAL_DEPENDENCIES, Plan
from generator.plan.single_module import SINGLE_MODULE
from generator.project.installer import first_commands
from generator.rendering.tree import Tree

ANONYMOUS_WRITES = (
    "Nobody signs in to write records: production refuses to write them unless ALLOW_ANONYMOUS_WRITES=true allows it."
)


NOTHING_LEFT_OUT = (
    "minimal_dependencies: the code uses every package that the project depends on, so that none is left out."
)


ADDRESS = "http://127.0.0.1:8000/"
"""The address of the development server."""

DEMO_PASSWORD = "demo-password-for-everybody"  # nosec B105  # noqa: S105 - the templates have it, and `poe seed` prints it


@dataclass(frozen=True)
class Draft:
    """A complete project in memory, with the stages that led to it."""

    answers: Answers
    decision: Decision
    plan: Plan
    tree: Tree
    destination: Path

    @property
    def dependencies(self) -> tuple[str, ...]:
        """Return the names of the direct run-time dependencies."""
        if "pyproject.toml" not in self.tree:  # in a guest
            return ()
        project = tomllib.loads(self.tree["pyproject.toml"].content.decode())["project"]
        return tuple(re.split(r"[\[=<>~! ;]", line)[0] for line in project.get("dependencies", ()))

    @property
    def next(self) -> Mapping[str, str]:
        """Return the next commands, from the current folder, and what each is for, if that has to be said."""
        people = [entry["id"] for entry in self.plan.collections.get("demo_people", ())]
        login = f"; log in as {people[-1]} with {DEMO_PASSWORD}" if people else ""
        seed = {"seed": f"add demo data{login}"} if "seeds" in self.plan.capabilities else {}
        tasks = {"dev": f"start it at {ADDRESS}", **seed, "check": "run all checks and tests"}
        below = self.destination.is_relative_to(Path.cwd())
        place = self.destination.relative_to(Path.cwd()) if below else self.destination
        entering = {} if self.destination == Path.cwd() else {f"cd {shlex.quote(str(place))}": ""}
        return entering | first_commands(self.destination, tasks)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what to know about the project before it is written or deployed."""
        capabilities, collections = self.plan.capabilities, self.plan.collections
        found = {
            ANONYMOUS_WRITES: not {"anonymous_writes", SINGLE_MODULE}.isdisjoint(capabilities),
            NOTHING_LEFT_OUT: MINIMAL_DEPENDENCIES in capabilities and not collections["left_out"],
        }
        return tuple(warning for warning, applies in found.items() if applies)

    def as_json(self) -> dict[str, Any]:
        """Return the object that `new --json` prints."""
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
