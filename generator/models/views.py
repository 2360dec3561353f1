"""Models as templates read them: everything that was left unsaid is resolved, every name and literal is made.

docs/extending.md lists the names. What a person may have written is `Text`; a literal is Python code as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.models import naming as names
from generator.models.examples import examples, invalid_edges, json_value, python_literal, valid_edges, variants
from generator.models.model import Field, Model, right_to_read, right_to_write
from generator.models.sequences import sequence
from generator.text import Text

SORTABLE = (
    "str",
    "slug",
    "email",
    "url",
    "int",
    "decimal",
    "float",
    "bool",
    "date",
    "datetime",
    "time",
    "uuid",
    "choice",
)
SEARCHED = ("str", "text", "slug", "email")
FILTERED = ("bool", "choice", "ref")
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
        **_tried(field, model),
    }


def _column(field: Field, known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """What the database is to hold."""
    return {
        "name": field.name,
        "type": field.type,
        "optional": field.optional,
        "has_default": field.default is not None,
        "default": "" if field.default is None else python_literal(field.default),
        "default_now": field.default in ("now", "new") and field.type in ("date", "datetime", "time", "uuid"),
        "unique": field.unique,
        "index": field.index,
        "min": _limit(field.min),
        "max": _limit(field.max),
        "pattern": python_literal(field.pattern) if field.pattern else "",
        "pattern_whole": python_literal(rf"\A(?:{field.pattern})\Z") if field.pattern else "",
        "length": field.length,
        "digits": field.digits,
        "places": field.places,
        "to": known.get(field.to),
        "on_delete": field.on_delete,
    }


def _tried(field: Field, model: Model) -> dict[str, Any]:
    """Values for demo data, manuals and tests, as code."""
    shown = examples(field, model)
    different = variants(field, model) if field.unique or field.pattern else []
    code, json_code = sequence(field, model) if different else ("", "")
    return {
        "examples": [python_literal(value) for value in shown],
        "json_examples": [python_literal(json_value(value)) for value in shown],
        "variants": [python_literal(value) for value in different],
        "json_variants": [python_literal(json_value(value)) for value in different],
        "sequence": code,
        "json_sequence": json_code,
        "valid_edges": [python_literal(value) for value in valid_edges(field)],
        "invalid_edges": [python_literal(value) for value in invalid_edges(field)],
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


def _limit(value: Any) -> str:
    return "" if value is None else python_literal(value)


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

    def of_types(*types: str) -> list[str]:
        return [field["name"] for field in model["fields"] if field["type"] in types]

    shown = [name for name in fields if fields[name]["type"] not in ("text", "json", "file", "image", "many")]
    model["listed"] = named(said.listed, shown[:LISTED] or of_types("text", "json", "many")[:LISTED])
    model["searched"] = named(said.searched, of_types(*SEARCHED))
    model["filtered"] = named(said.filtered, of_types(*FILTERED))
    model["sortable"] = named(None, of_types(*SORTABLE))
    model["label"] = next(
        (field for field in model["fields"] if field["type"] in ("str", "slug", "email", "url")), None
    )
    model["ordering"] = [
        {"name": name.removeprefix("-"), "descending": name.startswith("-")} for name in said.ordering or ("id",)
    ]
