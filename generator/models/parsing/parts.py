"""A field as it was said, in its short or its long form, taken apart: settings by key, in either form the same.

What may be said of which type is known here; whether the values agree is for `model_fields`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.models.model import TYPES
from generator.models.parsing.syntax import Part, parse_field
from generator.models.parsing.values import shown

TITLE_LIMIT, HELP_LIMIT = 100, 500
"""Characters that a title or plural, and that a help text may have."""

LENGTHS = {"str": 200, "slug": 100, "email": 254, "url": 500}
"""The lengths of texts, where none was said."""

WORDS = ("str", "text", "slug")
ORDERED = ("int", "decimal", "float", "date", "datetime")
SHORT = (*LENGTHS, *ORDERED, "time", "uuid", "choice")

FITS: Mapping[str, tuple[str, ...]] = {
    "length": tuple(LENGTHS),
    "digits": ("decimal",),
    "places": ("decimal",),
    "choices": ("choice",),
    "to": ("ref", "many"),
    "on_delete": ("ref",),
    "optional": tuple(type for type in TYPES if type != "many"),
    "default": (*SHORT, "text", "bool", "json"),
    "unique": (*SHORT, "ref"),
    "index": (*SHORT, "bool", "ref"),
    "min": ORDERED,
    "max": ORDERED,
    "pattern": WORDS,
    "example": WORDS,
    "title": TYPES,
    "help": TYPES,
}
"""What may be said of a field, and of which types."""

ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(LENGTHS, ("length",)),
    "decimal": ("digits", "places"),
    "ref": ("to", "on_delete"),
    "many": ("to",),
}
"""What the words in parentheses mean."""


@dataclass
class Said:
    """What was said of one field: a part, or several, by key; `problems` grows."""

    where: str
    parts: dict[str, Part | tuple[Part, ...]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def refuse(self, key: str, message: str) -> None:
        """Notes a problem with what was said under the key."""
        part = self.parts.get(key)
        part = part[0] if isinstance(part, tuple) and part else part
        column = f"column {part.column}: " if isinstance(part, Part) and part.column else ""
        self.problems.append(f"{self.where}: {column}{key if key.isidentifier() else shown(key)}: {message}")

    def text(self, key: str) -> str:
        """What was said under the key; empty where nothing was."""
        part = self.parts.get(key)
        return part.text if isinstance(part, Part) else ""


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """A word to the person who wrote nearly what is known; else nothing."""
    from difflib import get_close_matches

    near = get_close_matches(found[:60], list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def kind(raw: Any) -> str:
    """What a value is that is not what was expected."""
    if isinstance(raw, str):
        return shown(raw)
    return "a mapping" if isinstance(raw, Mapping) else "a list" if isinstance(raw, list | tuple) else "nothing"


def take_apart(where: str, raw: Any) -> Said:
    """What was said of a field, as far as it can be said of its type; the rest is among the problems."""
    said = Said(where)
    if isinstance(raw, str):
        _take_short(raw, said)
    elif isinstance(raw, Mapping):
        _take_long(raw, said)
    else:
        said.problems.append(f"{where}: found {kind(raw)}, expected a type such as str, or a mapping with `type`")
    type = said.text("type")
    if type in TYPES:
        _check_fitness(type, said)
    elif "type" in said.parts:
        said.refuse("type", f"found {shown(type)}, expected one of {', '.join(TYPES)}{did_you_mean(type, TYPES)}")
    return said


def _take_short(raw: str, said: Said) -> None:
    try:
        spec = parse_field(raw)
    except ValueError as error:
        said.problems.append(f"{said.where}: {error}")
        return
    said.parts["type"] = spec.type
    if spec.optional:
        said.parts["optional"] = spec.optional
    _take_arguments(spec.type.text, spec.arguments, said)
    for key, part in spec.settings:
        if key in said.parts:
            said.problems.append(f"{said.where}: column {part.column}: {key[:60]!a} is said twice")
        elif key in ("type", "choices", "optional"):
            said.problems.append(f"{said.where}: column {part.column}: unknown setting {key}, in the short form")
        else:
            said.parts[key] = part


def _take_arguments(type: str, arguments: tuple[Part, ...], said: Said) -> None:
    if type == "choice":
        said.parts["choices"] = arguments
        return
    meant = ARGUMENTS.get(type, ())
    said.parts.update(zip(meant, arguments, strict=False))
    if len(arguments) > len(meant) and type in TYPES:
        takes = f"at most {type}({', '.join(meant)})" if meant else f"{type} alone"
        beyond = arguments[len(meant)]
        said.problems.append(f"{said.where}: column {beyond.column}: found {shown(beyond.text)}, expected {takes}")


def _take_long(raw: Mapping[str, Any], said: Said) -> None:
    if "type" not in raw:
        said.problems.append(f"{said.where}: no type; expected one of {', '.join(TYPES)}")
    for key, value in raw.items():
        if key == "choices" and isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            said.parts[key] = tuple(Part(item) for item in value)
        elif key != "choices" and isinstance(value, str):
            said.parts[key] = Part(value)
        elif key in FITS or key == "type":
            expected = "a list of texts" if key == "choices" else "text"
            said.problems.append(f"{said.where}: {key}: found {kind(value)}, expected {expected}")
        else:
            said.parts[key] = Part("")
    for flag in ("optional", "unique", "index"):
        text = said.text(flag)
        if text not in ("", "true", "false"):
            said.refuse(flag, f"found {shown(text)}, expected true or false")
        if text != "true":
            said.parts.pop(flag, None)


def _check_fitness(type: str, said: Said) -> None:
    """Leaves in `said` only what may be said of the type."""
    for key in [key for key in said.parts if key != "type"]:
        if key not in FITS:
            known = [name for name in FITS if type in FITS[name]]
            said.refuse(key, f"unknown setting; expected {', '.join(known)}{did_you_mean(key, FITS)}")
        elif type not in FITS[key]:
            instead = "it may be empty anyway" if key == "optional" else f"it is for {', '.join(FITS[key])}"
            said.refuse(key, f"means nothing for {type}; {instead}")
        elif key not in ("choices", "title", "help") and not said.text(key):
            said.refuse(key, "found nothing, expected a value")
        else:
            continue
        del said.parts[key]
