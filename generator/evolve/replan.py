"""The answers of a record, with some changed, and the plan that follows from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answers.answers import Answers
from generator.answers.sources import read_record
from generator.catalog.templates import find_template
from generator.decision.scoring import Decision, decide
from generator.errors import Misuse, ScaffoldError
from generator.evolve.base import Base
from generator.knowledge.loader import Knowledge
from generator.plan.planner import Plan, make_plan

Changed = Mapping[str, Any]
"""Raw answers by question id."""


@dataclass(frozen=True)
class Replanned:
    """What a project is rendered from."""

    answers: Answers
    decision: Decision
    plan: Plan


@dataclass(frozen=True)
class Planner:
    """A record, and what else decides about its plan; `template` is the folder of a framework's template."""

    base: Base
    knowledge: Knowledge
    template: Path | None = None

    def replan(self, changed: Changed, models: tuple[str, ...] = ()) -> Replanned:
        """Return the plan for the answers of the record, with some changed, and models added in the short form.

        The framework stays the recorded one unless `changed` has one.
        """
        base, knowledge = self.base, self.knowledge
        answers, frameworks = read_record(base.answers, changed, models, knowledge, base.framework, self.template)
        decision = decide(answers, knowledge, frameworks)
        if decision.framework != base.framework and "framework" not in changed:
            return self.replan({**changed, "framework": base.framework}, models)
        plan = make_plan(answers, find_template(decision.framework, self.template), knowledge)
        return Replanned(answers, decision, plan)

    def recorded(self) -> Replanned | None:
        """Return the plan for the answers of the record, or None if they contradict each other today."""
        try:
            return self.replan({})
        except ScaffoldError:
            return None

    def adding(self, ids: Collection[str]) -> dict[str, Any]:
        """Return the answers to change for more capabilities; raise `Misuse` for one that is there or has no layer."""
        now = self.replan({})
        for id in ids:
            if id in now.plan.capabilities:
                raise Misuse(f"{id}: the project has it already")
        changed: dict[str, Any] = {"without": [id for id in now.answers["without"] if id not in ids]}
        asked = self.replan(changed).plan.capabilities
        changed["with"] = [
            *now.answers["with"],
            *(id for id in ids if id not in asked and id not in now.answers["with"]),
        ]
        then = self.replan(changed)
        for id in ids:
            if id not in then.plan.capabilities:
                raise Misuse(f"{id}: {then.plan.template.title} has no templates for it yet; nothing was changed")
        return changed

    def removing(self, names: Collection[str]) -> dict[str, Any]:
        """Return the answers to change for fewer capabilities and models; raise `Misuse` for one that is not there."""
        now = self.replan({})
        recorded = dict(self.base.answers.answers).get("models")
        models: Mapping[str, Any] = recorded.value if recorded else {}
        for name in names:
            if name not in models and name not in now.plan.capabilities:
                found = ", ".join((*models, *now.plan.capabilities))
                raise Misuse(f"{name}: the project has no such capability or model; it has {found}")
        changed: dict[str, Any] = {"with": [id for id in now.answers["with"] if id not in names]}
        if not models.keys().isdisjoint(names):
            changed["models"] = {name: model for name, model in models.items() if name not in names}
        ids = [name for name in names if name not in models]
        changed["without"] = [*now.answers["without"], *ids]
        self.replan(changed)  # raises the planner's reason where another capability requires one
        left = self.replan({**changed, "without": list(now.answers["without"])}).plan.capabilities
        changed["without"] = [*now.answers["without"], *(id for id in ids if id in left)]
        return changed
