"""The short form of fields and models, read by the grammar beside this module; what it means is not known here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

GRAMMAR = Path(__file__).parent / "syntax.lark"

LENGTH_LIMIT = 2_000
"""Characters that a field in the short form may have."""

EXPECTED = {
    "MODEL": "the name of a record type",
    "KEY": "a field such as title:",
    "TYPE": "a type",
    "OPTIONAL": "?",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": "a comma",
    "FLAG": "unique or index",
    "SETTING": "a setting such as min=0",
    "EQUAL": "= and a value",
    "VALUE": "a value",
    "STRING": "a value",
    "WORD": "a value",
    "$END": "the end",
}
"""What a person is told for each terminal of the grammar."""


@dataclass(frozen=True)
class Part:
    """One word, number or quoted text of a field, and the column where it stands, from 1; 0 in the long form."""

    text: str
    column: int = 0


@dataclass(frozen=True)
class Spec:
    """A field in the short form: settings by key, with the default as `default` and the flags as `true`."""

    type: Part
    arguments: tuple[Part, ...] = ()
    optional: Part | None = None
    settings: tuple[tuple[str, Part], ...] = ()


@lru_cache(maxsize=10_000)
def parse_field(text: str) -> Spec:
    """A field's short form, taken apart; `ValueError` with the column, what was found and what is allowed."""
    return _spec(_parsed("field", text))


def parse_model(text: str) -> tuple[str, dict[str, str]]:
    """A model's name and its fields in the short form, from `Book title:str price:decimal`; `ValueError` as above."""
    name, *rest = _parsed("model", text).children
    return str(name), _fields(rest, text)


def parse_fields(text: str) -> dict[str, str]:
    """Fields in the short form, by name, from `title:str price:decimal`; `ValueError` as above."""
    return _fields(_parsed("fields", text).children, text)


def _fields(tokens: list[Any], text: str) -> dict[str, str]:
    """The text of each field, from the tokens of the names and the trees behind them."""
    keys, fields = tokens[::2], tokens[1::2]
    found: dict[str, str] = {}
    for key, field in zip(keys, fields, strict=True):
        if key[:-1] in found:
            raise ValueError(f"column {key.start_pos + 1}: the field {key[:-1]} comes twice")
        found[str(key[:-1])] = text[field.meta.start_pos : field.meta.end_pos]
    return found


def _parsed(start: str, text: str) -> Any:
    from lark.exceptions import UnexpectedInput

    if len(text) > LENGTH_LIMIT:
        raise ValueError(f"found {len(text):,} characters, expected at most {LENGTH_LIMIT:,}")
    try:
        return _parser(start).parse(text)
    except UnexpectedInput as error:
        raise ValueError(_told(error, text)) from None


@cache
def _parser(start: str) -> Any:
    from lark import Lark

    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", start=start, propagate_positions=True)


def _told(error: Any, text: str) -> str:
    place = error.pos_in_stream
    at_end = place is None or place < 0 or getattr(getattr(error, "token", None), "type", "") == "$END"
    allowed = getattr(error, "allowed", None) or getattr(error, "expected", None) or ()
    expected = sorted({EXPECTED.get(name, name) for name in allowed})
    if at_end:
        found, place = "the end", len(text)
    elif text[place] == '"':
        found = "a quotation mark that is not closed" if _open(text[place:]) else "a quoted text"
    else:
        found = ascii(re.split(r"[\s(),=]", text[place + 1 :])[0].join((text[place], ""))[:40])
    return f"column {place + 1}: found {found}, expected {' or '.join(expected)}"


def _open(text: str) -> bool:
    return not re.match(r'"(\\.|[^"\\])*"', text, re.DOTALL)


def _spec(tree: Any) -> Spec:
    type, *rest = [child for child in tree.children if child is not None]
    arguments: list[Part] = []
    settings: list[tuple[str, Part]] = []
    optional = None
    for child in rest:
        match getattr(child, "data", "optional"):
            case "optional":
                optional = Part("true", child.start_pos + 1)
            case "argument":
                arguments.append(_part(child.children[0]))
            case "default":
                settings.append(("default", _part(child.children[0])))
            case "part":
                settings.append((str(child.children[0]), Part("true", child.children[0].start_pos + 1)))
            case _:
                settings.append(_setting(child))
    return Spec(_part(type), tuple(arguments), optional, tuple(settings))


def _setting(tree: Any) -> tuple[str, Part]:
    key, value = tree.children
    return str(key), Part("", key.start_pos + 1) if value is None else _part(value)


def _part(token: Any) -> Part:
    """A token's text; in quotes a backslash before a quotation mark or a backslash is left out, any other stays."""
    if token.type == "STRING":
        return Part(re.sub(r'\\(["\\])', r"\1", token[1:-1]), token.start_pos + 1)
    return Part(str(token), token.start_pos + 1)
