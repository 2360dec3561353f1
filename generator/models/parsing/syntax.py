"""The short form of fields and models, parsed by the grammar beside this module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from generator.models.settings import Token

GRAMMAR = Path(__file__).parent / "syntax.lark"

LENGTH_LIMIT = 2_000
"""Characters that a field in the short form may have."""

EXPECTED = {
    "MODEL": "the name of a model",
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
"""The words of messages for each terminal of the grammar."""


@dataclass(frozen=True)
class ParsedField:
    """A field in the short form; `settings` has the default as `default`, and flags as `true`."""

    type: Token
    arguments: tuple[Token, ...] = ()
    optional: Token | None = None
    settings: tuple[tuple[str, Token], ...] = ()


@lru_cache(maxsize=10_000)
def parse_field(text: str) -> ParsedField:
    """Return a parsed field. Raise `ValueError` with the column, what was found and what was expected."""
    return _parsed_field(_parsed("field", text))


def parse_model(text: str) -> tuple[str, dict[str, str]]:
    """Return a model's name and its fields in the short form, from `Book title:str price:decimal`."""
    name, *rest = _parsed("model", text).children
    return str(name), _fields(rest, text)


def parse_fields(text: str) -> dict[str, str]:
    """Return fields in the short form by name, from `title:str price:decimal`."""
    return _fields(_parsed("fields", text).children, text)


def _fields(tokens: list[Any], text: str) -> dict[str, str]:
    """Return the text of each field by name, from the tokens of the names and the trees after them."""
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
        raise ValueError(_message(error, text)) from None


@cache
def _parser(start: str) -> Any:
    from lark import Lark

    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", start=start, propagate_positions=True)


def _message(error: Any, text: str) -> str:
    place = error.pos_in_stream
    at_end = place is None or place < 0 or getattr(getattr(error, "token", None), "type", "") == "$END"
    allowed = getattr(error, "allowed", None) or getattr(error, "expected", None) or ()
    expected = sorted({EXPECTED.get(name, name) for name in allowed})
    if at_end:
        found, place = "the end", len(text)
    elif text[place] == '"':
        found = "a quotation mark that is not closed" if _is_open(text[place:]) else "a quoted text"
    else:
        found = ascii(re.split(r"[\s(),=]", text[place + 1 :])[0].join((text[place], ""))[:40])
    return f"column {place + 1}: found {found}, expected {' or '.join(expected)}"


def _is_open(text: str) -> bool:
    return not re.match(r'"(\\.|[^"\\])*"', text, re.DOTALL)


def _parsed_field(tree: Any) -> ParsedField:
    type, *rest = [child for child in tree.children if child is not None]
    arguments: list[Token] = []
    settings: list[tuple[str, Token]] = []
    optional = None
    for child in rest:
        match getattr(child, "data", "optional"):
            case "optional":
                optional = Token("true", child.start_pos + 1)
            case "argument":
                arguments.append(_token(child.children[0]))
            case "default":
                settings.append(("default", _token(child.children[0])))
            case "part":
                settings.append((str(child.children[0]), Token("true", child.children[0].start_pos + 1)))
            case _:
                settings.append(_setting(child))
    return ParsedField(_token(type), tuple(arguments), optional, tuple(settings))


def _setting(tree: Any) -> tuple[str, Token]:
    key, value = tree.children
    return str(key), Token("", key.start_pos + 1) if value is None else _token(value)


def _token(token: Any) -> Token:
    """Return the text of a token; in quotes, a backslash escapes a quotation mark and a backslash."""
    if token.type == "STRING":
        return Token(re.sub(r'\\(["\\])', r"\1", token[1:-1]), token.start_pos + 1)
    return Token(str(token), token.start_pos + 1)
