"""One field of a model, from what was said of it: whether the values fit the type and each other.

All problems of a field are found in one pass, each with the column in the short form or the key in the long one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.models.model import TYPES, Field
from generator.models.parsing.parts import FITS, HELP_LIMIT, LENGTHS, TITLE_LIMIT, Said, did_you_mean, take_apart
from generator.models.parsing.syntax import Part
from generator.models.parsing.values import read_pattern, read_value, shown
from generator.models.reserved import FIELDS, is_word_of_python

FIELD = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
"""Regular expression of a field's name; all of it matches."""

NAME_LIMIT = 50
"""Characters that the name of a model or field may have."""

CHOICES_LIMIT = 50

LENGTH_LIMIT = 1_000
DIGITS_LIMIT = 38

MOMENTS = {"date": "now", "datetime": "now", "time": "now", "uuid": "new"}
"""Defaults that are made when a record is."""


def name_problem(model: str, name: str) -> str:
    """Why a field cannot be called so; nothing where it can."""
    if not re.fullmatch(FIELD, name) or len(name) > NAME_LIMIT:
        return (
            f"found the field {shown(name)}, expected a name such as title or published_on:"
            f" at most {NAME_LIMIT} small letters, digits and single underscores between them"
        )
    better = f"choose a name such as {model.lower()}_{name}"
    if is_word_of_python(name):
        return f"{name} is a word of the Python language: {better}"
    if name in FIELDS:
        added = name in ("id", "pk", "created_at", "updated_at", "owner", "owner_id")
        return f"no field can be called {name}, for {FIELDS[name]}: {'leave it out' if added else better}"
    return ""


def read_field(model: str, name: str, raw: Any) -> tuple[Field | None, list[str]]:
    """The field, None where it cannot be made out, and all its problems; `raw` is text or a mapping of texts."""
    plain = bool(re.fullmatch(FIELD, name))
    said = take_apart(f"{model}.{name if plain else shown(name)}", raw)
    if problem := name_problem(model, name):
        said.problems.insert(0, f"{model}: {problem}")
    type = said.text("type")
    return _field(model, name, type, said) if plain and type in TYPES else None, said.problems


def _field(model: str, name: str, type: str, said: Said) -> Field:
    optional, unique = "optional" in said.parts, "unique" in said.parts
    made = Field(
        name=name,
        type=type,
        optional=optional,
        unique=unique,
        index="index" in said.parts and not unique,
        length=_whole("length", LENGTHS.get(type, 0), 1, LENGTH_LIMIT, said),
        choices=_choices(type, said),
        to=_target(model, type, said),
        on_delete=_on_delete(type, said, optional=optional),
        title=_free("title", TITLE_LIMIT, said),
        help=_free("help", HELP_LIMIT, said),
    )
    return _with_values(_with_digits(made, said), said)


def _whole(key: str, otherwise: int, least: int, most: int, said: Said) -> int:
    if key not in said.parts:
        return otherwise
    text = said.text(key)
    if not re.fullmatch(r"[0-9]{1,4}", text) or not least <= int(text) <= most:
        said.refuse(key, f"found {shown(text)}, expected a whole number from {least} to {most}")
        return otherwise
    return int(text)


def _with_digits(made: Field, said: Said) -> Field:
    if made.type != "decimal":
        return made
    digits = _whole("digits", 10, 1, DIGITS_LIMIT, said)
    places = _whole("places", min(2, digits), 0, DIGITS_LIMIT, said)
    if places > digits:
        said.refuse("places", f"found {places} places of {digits} digits, expected at most {digits}")
        places = digits
    return replace(made, digits=digits, places=places)


def _choices(type: str, said: Said) -> tuple[str, ...]:
    if type != "choice":
        return ()
    parts = said.parts.get("choices", ())
    values = tuple(part.text for part in parts if isinstance(part, Part)) if isinstance(parts, tuple) else ()
    for value in values:
        if not value.strip() or value != value.strip() or len(value) > NAME_LIMIT or not value.isprintable():
            said.refuse(
                "choices", f"found {shown(value)}, expected 1 to {NAME_LIMIT} characters, no blanks at the ends"
            )
    if twice := next((value for place, value in enumerate(values) if value in values[:place]), None):
        said.refuse("choices", f"found {shown(twice)} twice")
    if not 2 <= len(values) <= CHOICES_LIMIT:
        example = "such as choice(draft, published)"
        said.refuse("choices", f"found {len(values)} values, expected 2 to {CHOICES_LIMIT}, {example}")
        return values or ("",)
    return values


def _target(model: str, type: str, said: Said) -> str:
    if type not in FITS["to"]:
        return ""
    if "to" not in said.parts:
        said.refuse("to", f"missing; expected the record type it points at, such as {type}(Author)")
    return model if said.text("to") == "self" else said.text("to")


def _on_delete(type: str, said: Said, *, optional: bool) -> str:
    if type != "ref":
        return ""
    usual, allowed = "null" if optional else "protect", ("cascade", "protect", "null")
    text = said.text("on_delete") or usual
    if text not in allowed:
        said.refuse(
            "on_delete", f"found {shown(text)}, expected one of {', '.join(allowed)}{did_you_mean(text, allowed)}"
        )
    elif text == "null" and not optional:
        said.refuse("on_delete", "null needs an optional field: write ref(…)?, or choose cascade or protect")
    return text


def _free(key: str, limit: int, said: Said) -> str:
    text = said.text(key)
    if len(text) > limit or not text.isprintable() or "\0" in text:
        said.refuse(key, f"found {shown(text)}, expected at most {limit} characters in one line")
        return ""
    return text


def _with_values(made: Field, said: Said) -> Field:
    for key in ("min", "max"):
        made = _with(key, made, said)
    if made.min is not None and made.max is not None and made.min > made.max:
        said.refuse("min", f"{said.text('min')} is more than max, which is {said.text('max')}")
        made = replace(made, min=None, max=None)
    if "pattern" in said.parts:
        try:
            made = replace(made, pattern=read_pattern(said.text("pattern")))
        except ValueError as error:
            said.refuse("pattern", str(error))
            return made
    for key in ("default", "example"):
        made = _with(key, made, said)
    if made.pattern and not {"default", "example"} & said.parts.keys():
        said.refuse("pattern", 'needs an example that matches it, such as example="AB-12", for tests and manuals')
    return _checked_default(made, said)


def _with(key: str, made: Field, said: Said) -> Field:
    """The field with a value that was said; a limit is not measured by the other."""
    text = said.text(key)
    if key not in said.parts or (made.type == "choice" and len(made.choices) < 2):
        return made
    if key == "default" and text == MOMENTS.get(made.type):
        return replace(made, default=text)
    try:
        value = read_value(text, replace(made, min=None, max=None) if key in ("min", "max") else made)
    except ValueError as error:
        said.refuse(key, str(error))
        return made
    return replace(made, **{key: value})


def _checked_default(made: Field, said: Said) -> Field:
    if made.default is not None and made.optional:
        said.refuse("default", "an optional field that has a default is never left empty: leave out ? or the default")
    if made.default is not None and made.unique and made.default != "new":
        said.refuse("default", "cannot be unique, for two records would have it: leave out unique or the default")
    return made
