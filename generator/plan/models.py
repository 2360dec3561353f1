"""The models of a plan, and the capabilities that they need."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from generator.answers.answers import Answers
from generator.catalog.templates import Layer, Template
from generator.errors import PlanError
from generator.models.checks import problems_in
from generator.models.model import Model, right_to_write
from generator.models.reader import read_models


def plan_models(answers: Answers, layers: tuple[Layer, ...], framework: str) -> tuple[Model, ...]:
    """Return the models of capabilities, then the answered ones; an answered model may extend one of a capability."""
    for layer in layers:
        for name in answers["models"].keys() & set(layer.reserves):
            raise PlanError(f"models: {layer.capability} has a record {name} of its own; choose another name")
    brought = {name: (layer, model) for layer in layers for name, model in layer.models.items()}
    for name in brought.keys() & answers["models"].keys():
        layer, model = brought[name]
        said = answers["models"][name]
        missing = sorted(model.get("fields", model).keys() - said.get("fields", said).keys())
        if missing:
            raise PlanError(
                f"models: {name} lacks {', '.join(missing)}, which {layer.capability} works with; "
                f"add {'it' if len(missing) == 1 else 'them'}, or leave {name} to {layer.capability}"
            )
    try:
        known = answers["models"].parsed if answers["models"] else ()
        models = read_models({name: model for name, (_, model) in brought.items()} | dict(answers["models"]), known)
    except ValueError as error:
        raise PlanError(f"models: {error}") from None
    if not models:
        raise PlanError("models: there are no records to work with; say some, such as --model 'Note title:str'")
    if problems := [f"models: {problem}" for problem in problems_in(framework, models)]:
        raise PlanError("\n".join(problems))
    return models


def needed_capabilities(
    models: tuple[Model, ...], chosen: Mapping[str, str], template: Template, answers: Answers
) -> tuple[str, ...]:
    """Return the capabilities that the models need."""
    needed = {
        "uploads": _check_uploads(models, template, answers),
        "anonymous_writes": _check_anonymous_writes(models, chosen, template, answers),
    }
    return tuple(id for id, is_needed in needed.items() if is_needed)


def _check_anonymous_writes(
    models: tuple[Model, ...], chosen: Mapping[str, str], template: Template, answers: Answers
) -> bool:
    """Return whether pages or the API write records without a sign-in, and the template can refuse it."""
    found = any(place in chosen and _is_open(model, place, chosen) for model in models for place in ("pages", "api"))
    if not found and "anonymous_writes" in answers["with"]:
        raise PlanError("with: anonymous_writes is for models with `write: anyone`; no model has it, so leave it out")
    if found and "anonymous_writes" in answers["without"]:
        raise PlanError("without: anonymous_writes is required by models that anyone may write; take one back")
    return found and "anonymous_writes" in template.layers


def _is_open(model: Model, place: str, chosen: Collection[str]) -> bool:
    """Return whether anyone may write records of a model at a place that shows it."""
    return place not in model.without and right_to_write(model, chosen) == "anyone"


def _check_uploads(models: tuple[Model, ...], template: Template, answers: Answers) -> bool:
    """Return whether a model has a file, which needs `uploads`; raise `PlanError` if the template has no `uploads`."""
    found = next(((m, field) for m in models for field in m.fields if field.type in ("file", "image")), None)
    if found is None:
        if "uploads" in answers["with"]:
            raise PlanError("with: uploads is for fields of type file or image; no record has one, so leave it out")
        return False
    model, field = found
    where = f"{model.name}.{field.name}"
    if "uploads" in answers["without"]:
        raise PlanError(f"without: uploads is required by models, for the {field.type} {where}; take one back")
    if "uploads" not in template.layers:
        kept = f"{template.title} cannot keep any {field.type} yet"
        raise PlanError(f"models: {where}: {kept}; keep its address, as a url, for now")
    return True
