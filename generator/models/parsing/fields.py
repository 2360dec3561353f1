"""One field of a model, from its short or long form.

All problems of a field are found in one pass, each with the column in the short form or the key in the long one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.models.messages import quoted
from generator.models.model import Field
from generator.models.parsing.forms import read_settings
from generator.models.parsing.patterns import read_pattern
from generator.models.reserved import ADDED, FIELDS, OWNER, is_python_keyword, reason_against
from generator.models.settings import FieldSettings
from generator.models.types import TYPES

FIELD = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
"""Regular expression of a field's name; all of it matches."""

NAME_LIMIT = 50
"""Characters that the name of a model or field may have."""

TITLE_LIMIT, HELP_LIMIT = 100, 500
"""Characters that a title or plural, and that a help text may have."""


def name_problem(model: str, name: str, framework: str = "") -> str:
    """Return why a field cannot have the name in a framework, or in every one if it is empty; empty if it can."""
    if not re.fullmatch(FIELD, name) or len(name) > NAME_LIMIT:
        return (
            f"found the field {quoted(name)}, expected a name such as title or published_on:"
            f" at most {NAME_LIMIT} small letters, digits and single underscores between them"
        )
    better = f"choose a name such as {model.lower()}_{name}"
    if is_python_keyword(name):
        return f"{name} is a word of the Python language: {better}"
    if reason := reason_against(name, FIELDS, framework):
        fix = "leave it out" if reason in (ADDED, OWNER) else better
        return f"no field can be called {name}, for {reason}: {fix}"
    return ""


def read_field(model: str, name: str, raw: Any) -> tuple[Field | None, list[str]]:
    """Return the field, None if its name or type cannot be read, and all its problems.

    `raw` is text or a mapping of texts.
    """
    is_name = bool(re.fullmatch(FIELD, name))
    settings = read_settings(f"{model}.{name if is_name else quoted(name)}", raw)
    if problem := name_problem(model, name):
        settings.problems.insert(0, f"{model}: {problem}")
    type = settings.text("type")
    return _field(model, name, type, settings) if is_name and type in TYPES else None, settings.problems


def _field(model: str, name: str, type: str, settings: FieldSettings) -> Field:
    unique = "unique" in settings.tokens
    field = Field(
        name=name,
        type=type,
        optional="optional" in settings.tokens,
        unique=unique,
        index="index" in settings.tokens and not unique,
        title=_one_line("title", TITLE_LIMIT, settings),
        help=_one_line("help", HELP_LIMIT, settings),
        **TYPES[type].read_settings(settings, model),
    )
    return _with_values(field, settings)


def _one_line(key: str, limit: int, settings: FieldSettings) -> str:
    text = settings.text(key)
    if len(text) > limit or not text.isprintable() or "\0" in text:
        settings.refuse(key, f"found {quoted(text)}, expected at most {limit} characters in one line")
        return ""
    return text


def _with_values(field: Field, settings: FieldSettings) -> Field:
    for key in ("min", "max"):
        field = _with_value(key, field, settings)
    if field.min is not None and field.max is not None and field.min > field.max:
        settings.refuse("min", f"{settings.text('min')} is more than max, which is {settings.text('max')}")
        field = replace(field, min=None, max=None)
    if "pattern" in settings.tokens:
        try:
            field = replace(field, pattern=read_pattern(settings.text("pattern")))
        except ValueError as error:
            settings.refuse("pattern", str(error))
            return field
    for key in ("default", "example"):
        field = _with_value(key, field, settings)
    if field.pattern and not {"default", "example"} & settings.tokens.keys():
        settings.refuse("pattern", 'needs an example that matches it, such as example="AB-12", for tests and manuals')
    _check_default(field, settings)
    return field


def _with_value(key: str, field: Field, settings: FieldSettings) -> Field:
    """Return the field with the value of a setting; `min` and `max` are not checked against each other here."""
    text, type = settings.text(key), TYPES[field.type]
    if key not in settings.tokens or ("choices" in type.settings and len(field.choices) < 2):
        return field
    if key == "default" and type.generated_default and text == type.generated_default:
        return replace(field, default=text)
    try:
        value = type.read(text, replace(field, min=None, max=None) if key in ("min", "max") else field)
    except ValueError as error:
        settings.refuse(key, str(error))
        return field
    return replace(field, **{key: value})


def _check_default(field: Field, settings: FieldSettings) -> None:
    if field.default is not None and field.optional:
        settings.refuse(
            "default", "an optional field that has a default is never left empty: leave out ? or the default"
        )
    if field.default is not None and field.unique and field.default != "new":
        settings.refuse("default", "cannot be unique, for two records would have it: leave out unique or the default")
