"""Planning: the layers that the answers need, including required ones, with their collections merged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from generator.answers.answers import Answers
from generator.catalog.templates import Entry, Layer, Template, is_capability
from generator.catalog.versions import constraints, pin
from generator.errors import PlanError, TemplateError
from generator.knowledge.loader import Knowledge, asked_capabilities, option_id
from generator.models.model import Model
from generator.plan.models import needed_capabilities, plan_models
from generator.plan.modules import check_modules
from generator.plan.single_module import SINGLE_MODULE, fits_one_module, is_enough

MINIMAL_DEPENDENCIES = "minimal_dependencies"

DEPENDENCIES = ("dependencies", "dev_dependencies", "optional_dependencies")
"""The collections of packages; an entry's `requirement` is its id at the recorded version, unless it brings one."""


@dataclass(frozen=True)
class Plan:
    """The layers of a project in the order in which they are merged, with the base first.

    `constraints` pin the indirect dependencies.

    `models` are the answered ones and those of capabilities. `reasons` has the reason for each capability. `besides`
    are capabilities that answers could have asked for, but did not; `not_yet` are asked for, but have no layer.
    """

    template: Template
    layers: tuple[Layer, ...]
    collections: Mapping[str, tuple[Entry, ...]]
    constraints: tuple[str, ...]
    models: tuple[Model, ...]
    reasons: Mapping[str, str]
    besides: tuple[str, ...]
    not_yet: tuple[str, ...]

    @property
    def capabilities(self) -> tuple[str, ...]:
        """Return the ids of the capabilities that answers can name."""
        return tuple(layer.capability for layer in self.layers if is_capability(layer.capability))


def make_plan(answers: Answers, template: Template, knowledge: Knowledge) -> Plan:
    """Return the plan for complete answers.

    Raise `PlanError` if capabilities exclude each other, `TemplateError` if manifests contradict each other.
    """
    asked = _in_one_module(_asked(answers, template, knowledge), template, answers)
    chosen, layers = _choose(asked, template, answers)
    models = (
        plan_models(answers, layers, template.id) if "models" in chosen.keys() | _provided(chosen, template) else ()
    )
    brought = needed_capabilities(models, chosen, template, answers)
    if brought:
        asked |= dict.fromkeys(brought, "models")
        chosen, layers = _choose(asked, template, answers)
    check_modules(models, layers)
    besides = tuple(sorted(chosen.keys() & asked_capabilities(knowledge) - asked.keys()))
    not_yet = tuple(id for id in asked if id not in template.layers)
    collections = _pinned(_merge_collections(layers, template), template)
    direct = [entry["id"] for name in DEPENDENCIES for entry in collections.get(name, ())]
    indirect = constraints(direct, template.versions)
    collections = _left_out(collections, {*direct, *(line.split("==")[0] for line in indirect)})
    return Plan(template, layers, collections, indirect, models, chosen, besides, not_yet)


def known_capabilities(template: Template, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of all capabilities, with and without a layer."""
    return tuple(sorted(filter(is_capability, asked_capabilities(knowledge) | set(template.layers))))


def _asked(answers: Answers, template: Template, knowledge: Knowledge) -> dict[str, str]:
    """Return the ids of the requested capabilities in the order of the questions, each with the answer."""
    asked: dict[str, str] = {}
    for question in knowledge.questions:
        if question.options:
            chosen = option_id(answers[question.id])
            capabilities = question.option(chosen).capabilities_for(str(answers["kind"]))
            asked |= {id: f"{question.id}: {chosen}" for id in capabilities if id not in asked}
    if answers["models"]:
        asked["models"] = "models"
    if not answers.given.get("models"):
        replaced = {id for other in asked if other in template.layers for id in template.layers[other].replaces}
        asked = {id: why for id, why in asked.items() if id not in replaced}
    known = known_capabilities(template, knowledge)
    for key in ("with", "without"):
        for id in answers[key]:
            if id not in known:
                near = get_close_matches(id, known, n=1)
                raise PlanError(f"{key}: unknown capability {id}" + (f"; did you mean {near[0]}?" if near else ""))
    for id in set(answers["with"]) & set(answers["without"]):
        raise PlanError(f"with and without both name {id}; say one of the two")
    asked |= dict.fromkeys(answers["with"], "with")
    return {id: why for id, why in asked.items() if id not in answers["without"]}


def _in_one_module(asked: dict[str, str], template: Template, answers: Answers) -> dict[str, str]:
    """Return the capabilities with `SINGLE_MODULE` in the place of what it provides, or without it if it does not fit.

    Raise `PlanError` if `with` names it, and it does not fit.
    """
    if SINGLE_MODULE not in asked:
        return asked
    if layer := template.layers.get(SINGLE_MODULE):
        named = {id for id in asked if id in answers["with"] or not _companions(id, template)}
        named.add(MINIMAL_DEPENDENCIES)  # one module has few dependencies in any case
        if is_enough(named, template) and fits_one_module(plan_models(answers, (), template.id), layer.reserves):
            return {id: why for id, why in asked.items() if id not in layer.provides}
        if SINGLE_MODULE in answers["with"]:
            raise PlanError(f"with: {SINGLE_MODULE} is for pages of one plain model, and nothing besides")
    return {id: why for id, why in asked.items() if id != SINGLE_MODULE or id in answers["with"]}


def _choose(asked: Mapping[str, str], template: Template, answers: Answers) -> tuple[dict[str, str], tuple[Layer, ...]]:
    """Return all capabilities that the requested ones need, each with its reason, and their layers in order."""
    known = {id: why for id, why in asked.items() if id in template.layers}
    base = {} if "base" in _provided(known, template) else {"base": "always"}
    alone = {id: why for id, why in known.items() if id in answers["with"] or not _companions(id, template)}
    chosen = _close(base | alone, template, answers)
    present = chosen.keys() | _provided(chosen, template)
    fitting = {id: why for id, why in known.items() if id in alone or not present.isdisjoint(_companions(id, template))}
    chosen = _close(chosen | fitting, template, answers)
    layers = tuple(sorted(_chosen_layers(chosen, template, answers), key=_place))
    _check_excludes(layers, chosen)
    return chosen, layers


def _companions(id: str, template: Template) -> tuple[str, ...]:
    """Return the capabilities of which one has to be chosen before answers bring this one; none if it needs none."""
    return template.layers[id].only_with if id in template.layers else ()


def _close(chosen: dict[str, str], template: Template, answers: Answers) -> dict[str, str]:
    """Return the capabilities with all that they require; `provides` of another one can satisfy a requirement."""
    while missing := next(_missing(chosen, template, answers), None):
        layer, id, because = missing
        asker = layer.capability
        if id in answers["without"]:
            raise PlanError(f"without: {id} is required by {asker}, for {because}; take one of the two back")
        if id not in template.layers:
            providers = sorted(other.capability for other in template.layers.values() if id in other.provides)
            if not providers:
                raise TemplateError(f"{layer.name}: requires {id}, which no layer of {template.id} brings")
            raise PlanError(f"{asker} requires one of {', '.join(providers)}, for {because}")
        chosen[id] = f"{asker} requires it: {because}"
    return chosen


def _missing(chosen: Mapping[str, str], template: Template, answers: Answers) -> Iterator[tuple[Layer, str, str]]:
    """Yield each unmet requirement: the layer, the required id, and the reason.

    The base comes last: it gets its default only if no other layer provides the requirement.
    """
    provided = _provided(chosen, template)
    for layer in sorted(_chosen_layers(chosen, template, answers), key=lambda layer: layer.capability == "base"):
        for id, because in layer.requires.items():
            if id not in chosen and id not in provided:
                yield layer, id, because


def _provided(chosen: Collection[str], template: Template) -> set[str]:
    """Return the ids of the capabilities in whose place the chosen ones stand."""
    return {id for other in chosen for id in template.layers[other].provides}


def _chosen_layers(chosen: Mapping[str, str], template: Template, answers: Answers) -> tuple[Layer, ...]:
    """Return the layers of the capabilities; layers that show models only if there is a model to show."""
    found = [layer for layer in template.layers.values() if all(id in chosen for id in layer.all_of)]
    brought = {name: model for layer in found for name, model in layer.models.items()}
    models = [said if "fields" in said else {} for said in (brought | dict(answers["models"])).values()]
    people = "accounts" in chosen
    return tuple(layer for layer in found if not layer.shows or any(_is_shown(m, layer.shows, people) for m in models))


def _is_shown(model: Mapping[str, Any], place: str, people: bool) -> bool:
    """Return whether a place shows a model: not if the model excludes it, nor on pages that nobody may read."""
    hidden = place == "pages" and not people and model.get("read", "anyone") != "anyone"
    return place not in model.get("without", ()) and not hidden


def _place(layer: Layer) -> tuple[int, str]:
    return (0 if layer.capability == "base" else len(layer.all_of), layer.capability)


def _check_excludes(layers: tuple[Layer, ...], chosen: Mapping[str, str]) -> None:
    for layer in layers:
        for id, because in layer.excludes.items():
            if id in chosen:
                raise PlanError(
                    f"{layer.capability} ({chosen[layer.capability]}) and {id} ({chosen[id]}) exclude each other, "
                    f"for {because}; leave one out"
                )


def _merge_collections(layers: tuple[Layer, ...], template: Template) -> Mapping[str, tuple[Entry, ...]]:
    """Return each declared collection, with its entries sorted by `order` (default 50) and id."""
    declared = {name for layer in template.layers.values() for name in layer.declares}
    merged: dict[str, dict[str, tuple[Entry, Layer]]] = {name: {} for name in declared}
    left_out = {(layer.all_of[0], entry["id"]) for layer, name, entry in _entries(layers) if name == "left_out"}
    for layer, name, entry in _entries(layers):
        if name == "dependencies" and (layer.capability, entry["id"]) in left_out:
            continue
        if name not in merged:
            raise TemplateError(f"{layer.name}: adds to {name}, a collection that no layer of {template.id} declares")
        other = merged[name].setdefault(entry["id"], (entry, layer))
        if other[0] != entry:
            raise TemplateError(
                f"{name}: {other[1].name} and {layer.name} both bring {entry['id']}, each in its own way"
            )
    return {
        name: tuple(
            sorted((entry for entry, _ in found.values()), key=lambda entry: (entry.get("order", 50), entry["id"]))
        )
        for name, found in merged.items()
    }


def _left_out(collections: Mapping[str, tuple[Entry, ...]], used: Collection[str]) -> Mapping[str, tuple[Entry, ...]]:
    """Return the collections, with those packages as left out that no other part uses."""
    found = tuple(entry for entry in collections.get("left_out", ()) if entry["id"] not in used)
    return {**collections, "left_out": found} if "left_out" in collections else collections


def _pinned(collections: Mapping[str, tuple[Entry, ...]], template: Template) -> Mapping[str, tuple[Entry, ...]]:
    """Return the collections with the requirement of every dependency."""
    return dict(collections) | {
        name: tuple(
            entry if "requirement" in entry else {**entry, "requirement": pin(entry["id"], template.versions)}
            for entry in collections[name]
        )
        for name in DEPENDENCIES
        if name in collections
    }


def _entries(layers: tuple[Layer, ...]) -> Iterator[tuple[Layer, str, Entry]]:
    for layer in layers:
        for name, entries in layer.collections.items():
            for entry in entries:
                yield layer, name, entry
