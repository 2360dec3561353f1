"""Generated projects in memory, as they are before Python is formatted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from generator.answers.answers import complete
from generator.catalog.templates import find_template
from generator.decision.scoring import decide
from generator.knowledge.loader import load_knowledge
from generator.plan.planner import make_plan
from generator.rendering.context import template_context
from generator.rendering.renderer import render, unformatted

KNOWLEDGE = load_knowledge()

template_of = cache(find_template)


def tree_of(given: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the content of each file of a project by path, for answers with a framework."""
    answers = complete({"name": "shelf", **given}, KNOWLEDGE)
    plan = make_plan(answers, template_of(given["framework"]), KNOWLEDGE)
    values = answers.values if plan.models else {**answers.values, "models": {}}
    tree = render(plan, template_context(values, plan, decide(answers, KNOWLEDGE)), unformatted)
    return {str(path): file.content for path, file in tree.items()}
