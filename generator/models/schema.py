"""JSON Schema of models for editors; checks across models, such as cycles, are left to the parser."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any

from generator.models.bases.texts import LENGTH_LIMIT
from generator.models.model import PLACES, RIGHTS
from generator.models.parsing.fields import FIELD, HELP_LIMIT, NAME_LIMIT, TITLE_LIMIT
from generator.models.parsing.forms import types_with
from generator.models.parsing.patterns import PATTERN_LIMIT
from generator.models.parsing.syntax import LENGTH_LIMIT as TEXT_LIMIT
from generator.models.reader import FIELDS_LIMIT, MODEL, MODELS_LIMIT
from generator.models.reserved import FIELDS, MODELS, Reason, reason_against
from generator.models.settings import SETTINGS
from generator.models.types import TYPES
from generator.models.types.choice import CHOICE_LENGTH_LIMIT, CHOICES_LIMIT
from generator.models.types.decimal import DIGITS_LIMIT
from generator.models.types.ref import ON_DELETE

ALONE = tuple(name for name, type in TYPES.items() if not type.required)
"""The types that need no arguments in the short form."""

FLAGS = ("optional", "unique", "index")
FLAG = {"enum": [True, False, "true", "false"]}
VALUE = {"type": ["string", "number", "boolean"]}


def models_schema() -> dict[str, Any]:
    """Return the JSON Schema of the answer `models`, which refers to `model_definitions`."""
    return {
        "type": "object",
        "maxProperties": MODELS_LIMIT,
        "propertyNames": {"pattern": f"^{MODEL}$", "maxLength": NAME_LIMIT, "not": {"enum": _in_both(MODELS)}},
        "additionalProperties": {"$ref": "#/$defs/model"},
    }


def model_definitions() -> dict[str, Any]:
    """Return the definitions of the schema of models."""
    return {"model": _model(), "fields": _fields(), "field": _field()}


def _model() -> dict[str, Any]:
    """Return the schema of a model: a mapping of fields, or the long form with `fields`."""
    names: dict[str, Any] = {"anyOf": [{"type": "string"}, _list({"type": "string", "pattern": rf"^-?{FIELD}$"})]}
    long = {
        "properties": {
            "fields": {"$ref": "#/$defs/fields"},
            "title": _text("What one is called in a sentence.", TITLE_LIMIT),
            "plural": _text("What many are called.", TITLE_LIMIT),
            "ordering": {**names, "description": "Fields; with - before one, its last comes first."},
            "owner": {**FLAG, "description": "Whether rows belong to who made them."},
            "read": {"enum": list(RIGHTS), "description": "The least right to read."},
            "write": {"enum": list(RIGHTS), "description": "The least right to write."},
            "list": {**names, "description": "The fields that a list shows."},
            "search": {**names, "description": "The fields that a search looks in."},
            "filter": {**names, "description": "The fields that a list can be narrowed by."},
            "without": {**_list({"enum": list(PLACES)}), "description": "Where it is not shown."},
        },
        "additionalProperties": False,
    }
    return {"type": "object", "if": {"required": ["fields"]}, "then": long, "else": {"$ref": "#/$defs/fields"}}


def _in_both(table: Mapping[str, Reason]) -> list[str]:
    """Return the names that are reserved whatever framework is chosen."""
    return sorted(name for name in table if reason_against(name, table, ""))


def _fields() -> dict[str, Any]:
    reserved = sorted({*_in_both(FIELDS), *keyword.kwlist, *keyword.softkwlist} - {"type"})
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": FIELDS_LIMIT,
        "propertyNames": {"pattern": f"^{FIELD}$", "maxLength": NAME_LIMIT, "not": {"enum": reserved}},
        "additionalProperties": {"$ref": "#/$defs/field"},
    }


def _field() -> dict[str, Any]:
    """Return the schema of a field: the short form, with types for completion, or the long form."""
    types, others = "|".join(ALONE), "|".join(name for name in TYPES if name not in ALONE)
    short = {
        "type": "string",
        "maxLength": TEXT_LIMIT,
        "pattern": rf"^\s*(?:(?:{types})(?:[\s(?=]|$)|(?:{others})\s*\()",
        "examples": ["str(100)", "decimal(8, 2) = 0 min=0", "choice(draft, published) = draft", "ref(Author)?"],
    }
    return {"anyOf": [{"enum": list(ALONE)}, short, _long_field()]}


def _long_field() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type"],
        "properties": _settings(),
        "additionalProperties": False,
        "dependentSchemas": {
            key: {"properties": {"type": {"enum": list(types_with(key))}}}
            for key in SETTINGS
            if types_with(key) != tuple(TYPES) and key not in FLAGS
        },
        "allOf": [
            {"if": {"properties": {"type": {"const": name}}}, "then": {"required": [key]}}
            for name, type in TYPES.items()
            for key in type.required
        ],
    }


def _settings() -> dict[str, Any]:
    """Return the schema of each setting by key."""
    choice = {"type": "string", "minLength": 1, "maxLength": CHOICE_LENGTH_LIMIT}
    return {
        "type": {"enum": list(TYPES)},
        "length": _whole(1, LENGTH_LIMIT),
        "digits": _whole(1, DIGITS_LIMIT),
        "places": _whole(0, DIGITS_LIMIT),
        "choices": _list(choice) | {"minItems": 2, "maxItems": CHOICES_LIMIT},
        "to": {"type": "string", "pattern": f"^(?:self|{MODEL})$"},
        "on_delete": {"enum": list(ON_DELETE)},
        **dict.fromkeys(FLAGS, FLAG),
        **dict.fromkeys(("default", "min", "max", "example"), VALUE),
        "pattern": {"type": "string", "format": "regex", "minLength": 1, "maxLength": PATTERN_LIMIT},
        "title": _text("What it is called in a sentence.", TITLE_LIMIT),
        "help": _text("What a form says about it.", HELP_LIMIT),
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "uniqueItems": True}


def _text(description: str, limit: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": limit, "description": description}


def _whole(least: int, most: int) -> dict[str, Any]:
    return {
        "anyOf": [{"type": "integer", "minimum": least, "maximum": most}, {"type": "string", "pattern": "^[0-9]+$"}]
    }
