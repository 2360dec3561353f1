"""The context of templates; `docs/extending.md` lists its names.

It depends on complete answers, the plan and the decision only, so that the same answers give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any

from generator.decision.explanation import answers_text, balance, flip_text, framework_title, percent, verdict
from generator.decision.scoring import AppliedArgument, Decision
from generator.knowledge.loader import load_kinds, option_id
from generator.models.views import FieldView, ModelView, model_views
from generator.names import app_name, title
from generator.plan.facts import facts
from generator.plan.planner import DEPENDENCIES, Plan
from generator.rendering.cells import Cells
from generator.text import Text

FREE_TEXT = ("title", "description", "author", "email")
"""The names with free text, which templates print through a filter."""


def template_context(answers: Mapping[str, Any], plan: Plan, decision: Decision) -> dict[str, Any]:
    """Return the context, value by name."""
    asked = {id: id in plan.capabilities for id in ("accounts", "roles", "api")}
    models = model_views(plan.models, **asked)
    return {
        **facts(plan, models),
        **_names(answers["name"]),
        "description": Text(answers["description"]),
        "author": Text(answers["author"]),
        "email": Text(answers["email"]),
        "license": answers["license"],
        "python": answers["python"],
        "runtime": plan.template.runtime,
        "constraints": plan.constraints,
        "constraint_lines": _filled(plan.constraints),
        "versions": {name: package.version for name, package in plan.template.versions.items()},
        "held_packages": _held_packages(plan),
        "capabilities": [
            {"id": layer.capability, "title": layer.title, "removal": layer.removal}
            for layer in plan.layers
            if layer.capability != "base"
        ],
        "answer_rows": [{"id": id, "value": Text(_shown(value))} for id, value in answers.items()],
        "decision": _decision(decision) | {"fit": _fit(answers["kind"], decision.framework)},
        "cell": Cells(plan.template.folder),
        "models": models,
        "form_fields": _one_of_each_type(model for model in models if model.pages),
        "page_models": [model for model in models if model.pages],
        "api_models": (api_models := [model for model in models if model.api]),
        "api_field_types": list({field.type: field for model in api_models for field in model.fields}.values()),
        "panel_models": [model for model in models if model.admin],
    }


def _held_packages(plan: Plan) -> list[dict[str, str]]:
    """Return the direct dependencies that are held below a version, with that version."""
    names = {re.split(r"[\[=<>]", entry["id"])[0] for key in DEPENDENCIES for entry in plan.collections.get(key, ())}
    packages = plan.template.versions
    return [
        {"id": name, "below": packages[name].below} for name in sorted(names & packages.keys()) if packages[name].below
    ]


def _names(name: str) -> dict[str, str]:
    return {"name": name, "app_name": app_name(name), "title": Text(title(name))}


def _one_of_each_type(models: Iterable[ModelView]) -> list[FieldView]:
    """Return a field of each type that the models have; files and images are one type."""
    fields = [field for model in models for field in model.fields]
    return list({field.type.replace("image", "file"): field for field in fields}.values())


def _filled(requirements: tuple[str, ...]) -> list[str]:
    """Return the requirements as quoted items of a TOML array, as many on a line as fit."""
    return wrap(" ".join(f'"{requirement}",' for requirement in requirements), 116, break_on_hyphens=False)


def _fit(kind: str, framework: str) -> str:
    """Return why the framework fits such an application; empty for a framework of another package."""
    return str(load_kinds()[kind]["fits"].get(framework, ""))


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "framework_title": framework_title(decision.framework),
        "runner_up": framework_title(decision.runner_up),
        "sentence": verdict(decision),
        "reason": Text(decision.reason) if decision.overridden and decision.reason else None,
        "balance": balance(decision),
        "probability": percent(decision.probability),
        "close_call": decision.close_call,
        "overridden": decision.overridden,
        "arguments_for": [_argument(weighed) for weighed in decision.arguments_for],
        "arguments_against": [_argument(weighed) for weighed in decision.arguments_against],
        "flips": [flip_text(flip) for flip in decision.flips],
        "alternatives": [{"says": other.says, "source": other.source} for other in decision.alternatives],
    }


def _argument(weighed: AppliedArgument) -> dict[str, Any]:
    argument = weighed.argument
    links = ", ".join(f"<{link}>" for link in argument.links)
    return {
        "because": argument.because,
        "source": f"{argument.source} ({links})" if links else argument.source,
        "weight": f"{argument.weight:.2f}",
        "answers": answers_text(weighed),
    }


def _shown(value: Any) -> str:
    if isinstance(value, Mapping | tuple):
        return ", ".join(value) or "none"
    return option_id(value) or "nothing"
