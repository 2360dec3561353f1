"""The JSON Schema of answer files, built from the questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.answers.values import TEXT_LIMIT
from generator.knowledge.loader import Knowledge, Question
from generator.models.schema import model_definitions, models_schema
from generator.names import EMAIL

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def answer_schema(knowledge: Knowledge, frameworks: Sequence[str], capabilities: Iterable[str]) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an answer file; `capabilities` are the ids that lists may have."""
    ids = sorted(capabilities)
    return {
        "$schema": DIALECT,
        "title": "Answers for scaffold",
        "type": "object",
        "minProperties": 1,
        "properties": {
            **{question.id: _property(question, frameworks, ids) for question in knowledge.questions},
            "scaffold": {
                "type": "object",
                "description": "Part of a record; `assumed` lists unasked answers.",
            },
            "$schema": {"type": "string", "description": "The address of this schema, for editors; ignored."},
        },
        "additionalProperties": False,
        "$defs": model_definitions(),
    }


def questions_json(knowledge: Knowledge, frameworks: Sequence[str]) -> list[dict[str, Any]]:
    """Return the questions as JSON values: id, text, help, type, asked, options, and the rules of their defaults."""
    return [
        {
            "id": question.id,
            "text": question.text,
            "help": question.help,
            "type": question.type,
            "asked": question.asked,
            "options": [
                {"id": option.id, "title": option.title, "help": option.help, "capabilities": list(option.capabilities)}
                for option in question.options
            ]
            or ([{"id": id} for id in ("auto", *frameworks)] if question.type == "framework" else []),
            "defaults": [{"when": dict(default.when), "value": default.value} for default in question.defaults],
        }
        for question in knowledge.questions
    ]


def _property(question: Question, frameworks: Sequence[str], capabilities: list[str]) -> dict[str, Any]:
    described = {"title": question.text, **({"description": question.help} if question.help else {})}
    return described | _type(question, frameworks, capabilities)


def _type(question: Question, frameworks: Sequence[str], capabilities: list[str]) -> dict[str, Any]:
    match question.type:
        case "choice":
            options = [
                {"const": option.id, "title": option.title, "description": option.help} for option in question.options
            ]
            numbers = [float(id) for id in question.option_ids if id.replace(".", "", 1).isdecimal()]
            return {"oneOf": [*options, {"enum": numbers}] if numbers else options}
        case "framework":
            return {"enum": ["auto", *frameworks]}
        case "flag":
            return {"enum": [True, False, "true", "false"]}
        case "list":
            return {"type": "array", "items": {"enum": capabilities}}
        case "models":
            return models_schema()
        case "email":
            return {"type": "string", "pattern": _anchored(f"({EMAIL})?"), "maxLength": TEXT_LIMIT}
        case _:
            return {"type": "string", "maxLength": TEXT_LIMIT, "pattern": "^[^\\u0000]*$"}


def _anchored(pattern: str) -> str:
    return f"^{pattern}$"
