"""Models as templates read them: everything that was left unsaid is resolved, every name and literal is made.

docs/extending.md lists the names. What a person may have written is `Text`; a literal is Python code as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.models import naming as names
from generator.models.model import Field, Model, right_to_read, right_to_write
from generator.models.types import TYPES
from generator.text import Text

ONE_FILE = 3
"""Up to so many models share a module."""

LISTED = 4
"""How many fields a list shows where nothing was said."""


def model_context(models: Sequence[Model], *, accounts: bool, roles: bool, api: bool) -> list[dict[str, Any]]:
    """The models for templates, those that others refer to first."""
    ordered = in_order(models)
    known = {model.name: _model(model, accounts=accounts, roles=roles, api=api) for model in ordered}
    for model in known.values():
        model["fields"] = [_field(field, model["said"], known) for field in model["said"].fields]
    places = {model.name: place for place, model in enumerate(ordered)}
    for model in known.values():
        _complete(model, places)
    return list(known.values())


def in_order(models: Iterable[Model]) -> list[Model]:
    """The models, each after those it refers to, as far as cycles of optional references allow; else as they came."""
    waiting, ordered = {model.name: model for model in models}, list[Model]()
    while waiting:
        ready = [m for m in waiting.values() if not _waits(m, waiting, ("ref", "many"))]
        ready = ready or [m for m in waiting.values() if not _waits(m, waiting, ("ref",), required=True)]
        ordered.append(waiting.pop((ready or list(waiting.values()))[0].name))
    return ordered


def _waits(model: Model, waiting: Mapping[str, Model], types: tuple[str, ...], *, required: bool = False) -> bool:
    pointing = (field for field in model.fields if field.type in types and not (required and field.optional))
    return any(field.to in waiting and field.to != model.name for field in pointing)


def _model(model: Model, *, accounts: bool, roles: bool, api: bool) -> dict[str, Any]:
    capabilities = [id for id, chosen in (("accounts", accounts), ("api", api)) if chosen]
    read, write = right_to_read(model, capabilities), right_to_write(model, capabilities)
    return {
        "said": model,
        "name": model.name,
        "snake": names.snake(model.name),
        "plural": names.plural(model),
        "path": names.path(model),
        "title": Text(names.title(model)),
        "titles": Text(names.titles(model)),
        "owner": model.owner or "owner" in (model.read, model.write),
        "read": read,
        "write": write,
        "pages": "pages" not in model.without and (accounts or read == "anyone"),
        "api": "api" not in model.without,
        "admin": "admin" not in model.without,
        "pages_write": accounts or write == "anyone",
        "staff_has_all": roles,
    }


def _field(field: Field, model: Model, known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return _column(field, known) | {
        "title": Text(field.title or names.field_title(field)),
        "help": Text(field.help),
        "choices": _choices(field),
        "longest": max(map(len, field.choices), default=0),
        "class_name": f"{model.name}{''.join(word.capitalize() for word in field.name.split('_'))}",
        **_values(field, model),
    }


def _column(field: Field, known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """What the database is to hold."""
    type = TYPES[field.type]
    return {
        "name": field.name,
        "type": field.type,
        "optional": field.optional,
        "has_default": field.default is not None,
        "default": _literal(field.default, field),
        "default_now": bool(type.generated_default) and field.default == type.generated_default,
        "unique": field.unique,
        "index": field.index,
        "min": _literal(field.min, field),
        "max": _literal(field.max, field),
        "pattern": type.literal(field.pattern) if field.pattern else "",
        "pattern_whole": type.literal(rf"\A(?:{field.pattern})\Z") if field.pattern else "",
        "length": field.length,
        "digits": field.digits,
        "places": field.places,
        "to": known.get(field.to),
        "on_delete": field.on_delete,
    }


def _values(field: Field, model: Model) -> dict[str, Any]:
    """Return values for demo data, documentation and tests, as code."""
    type = TYPES[field.type]
    examples = type.examples(field, model)
    variants = type.variants(field, model) if field.unique or field.pattern else []
    code, json_code = type.sequence(field, model) if variants else ("", "")
    return {
        "examples": [type.literal(value) for value in examples],
        "json_examples": [type.literal(type.json_value(value)) for value in examples],
        "variants": [type.literal(value) for value in variants],
        "json_variants": [type.literal(type.json_value(value)) for value in variants],
        "sequence": code,
        "json_sequence": json_code,
        "valid_edges": [type.literal(value) for value in type.valid_edges(field)],
        "invalid_edges": [type.literal(value) for value in type.invalid_edges(field)],
    }


def _choices(field: Field) -> list[dict[str, Any]]:
    return [
        {"value": Text(value), "label": Text(names.choice_label(value)), "name": name}
        for value, name in zip(field.choices, _capitals(field.choices), strict=True)
    ]


def _capitals(values: Sequence[str]) -> list[str]:
    """Distinct identifiers in capitals for the members of an enum: `in review` gives `IN_REVIEW`, `3d` `VALUE_3D`."""
    found: list[str] = []
    for value in values:
        plain = re.sub(r"[^A-Z0-9]+", "_", value.upper()).strip("_")
        name = plain if plain[:1].isalpha() else f"VALUE_{plain}".rstrip("_")
        found.append(name if name not in found else f"{name}_{len(found) + 1}")
    return found


def _literal(value: Any, field: Field) -> str:
    return "" if value is None else TYPES[field.type].literal(value)


def _complete(model: dict[str, Any], places: Mapping[str, int]) -> None:
    """What needs all models: the order, what is listed, found and filtered, and the names of the ways back."""
    said: Model = model.pop("said")
    fields = {field["name"]: field for field in model["fields"]}
    for field in model["fields"]:
        target = field["to"]
        field["deferred"] = bool(target) and places[target["name"]] > places[model["name"]]
        again = target is model or sum(other["to"] is target for other in model["fields"]) > 1
        field["related"] = f"{model['plural']}_as_{field['name']}" if again and target else model["plural"]

    def named(chosen: Sequence[str] | None, usual: Iterable[str]) -> list[dict[str, Any]]:
        return [fields[name] for name in (chosen if chosen is not None else usual)]

    def with_type(attribute: str) -> list[str]:
        return [name for name, field in fields.items() if getattr(TYPES[field["type"]], attribute)]

    usual = with_type("is_listed_by_default") or with_type("is_listed_if_alone")
    model["listed"] = named(said.listed, usual[:LISTED])
    model["searched"] = named(said.searched, with_type("is_searched_by_default"))
    model["filtered"] = named(said.filtered, with_type("is_filtered_by_default"))
    model["sortable"] = named(None, with_type("can_be_sorted"))
    model["label"] = next((fields[name] for name in with_type("can_be_label")), None)
    model["ordering"] = [
        {"name": name.removeprefix("-"), "descending": name.startswith("-")} for name in said.ordering or ("id",)
    ]
