"""Values of answers: read from what was said, and checked against the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.errors import ScaffoldError
from generator.knowledge.loader import Question
from generator.names import EMAIL, project_name

Value = Any
"""An answer as the stages use it: text, true or false, a tuple of ids, or a mapping (models)."""

TEXT_LIMIT = 2_000
"""Characters that a free text may have."""

IDENTIFIER = r"[a-z][a-z0-9_]*"
"""Regular expression of capability ids; all of it matches."""


@dataclass(frozen=True)
class Foreign:
    """A value of a type that no question takes, such as a number; `words` is for messages, `written` as it stood."""

    words: str
    written: str

    def __str__(self) -> str:
        return self.written


def read_value(question: Question, raw: Any, frameworks: Sequence[str] = ("flask", "django")) -> tuple[Value, str]:
    """The checked value of an answer as it was said, and a note where it was changed into a good one.

    `ValueError` with what was found and what is expected.
    """
    if question.type == "list":
        return _list(raw), ""
    if question.type == "models":
        return _models(raw), ""
    if question.type == "flag":
        return _flag(raw), ""
    text = _text(raw)
    if question.type == "name":
        return _named(text)
    if question.type == "choice":
        return _choice(text, question.option_ids), ""
    if question.type == "framework":
        return _choice(text, ("auto", *frameworks)), ""
    if question.type == "email" and text and not re.fullmatch(EMAIL, text):
        raise ValueError(f"found {shown(text)}, expected an e-mail address such as ada@example.org, or nothing")
    if len(text) > TEXT_LIMIT:
        raise ValueError(f"found {len(text):,} characters, expected at most {TEXT_LIMIT:,}")
    return text, ""


def _named(text: str) -> tuple[str, str]:
    try:
        name = project_name(text)
    except ScaffoldError as error:
        raise ValueError(str(error)) from None
    return name, "" if name == text else f"The name {shown(text)} was turned into {name}."


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        hint = f' such as "{raw.written}"' if isinstance(raw, Foreign) else ""
        raise ValueError(f"found {_kind(raw)}, expected text{hint}")
    if "\0" in raw or any("\ud800" <= character <= "\udfff" for character in raw):
        raise ValueError("found a character that no text file can hold (NUL or half a surrogate pair)")
    return raw


def _choice(text: str, options: Sequence[str]) -> str:
    if text not in options:
        raise ValueError(f"found {shown(text)}, expected one of {', '.join(options)}{did_you_mean(text, options)}")
    return text


def _flag(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return bool(raw == "true")
    found = shown(raw) if isinstance(raw, str) else _kind(raw)
    raise ValueError(f"found {found}, expected true or false")


def _list(raw: Any) -> tuple[str, ...]:
    items = [item.strip() for item in raw.split(",") if item.strip()] if isinstance(raw, str) else raw
    if not isinstance(items, list):
        raise ValueError(f"found {_kind(raw)}, expected a list of capability ids")
    for item in items:
        if not isinstance(item, str) or not re.fullmatch(IDENTIFIER, item):
            raise ValueError(f"found {shown(item)}, expected capability ids such as accounts or two_factor")
    return tuple(sorted(set(items)))


def _models(raw: Any) -> Mapping[str, Any]:
    """Return the models as they were said; raise `ValueError` with the problems of what is read there."""
    if not isinstance(raw, dict):
        raise ValueError(
            f"found {_kind(raw)}, expected record types with their fields, such as {{Book: {{title: str}}}}"
        )
    from generator.models.reader import SaidModels, plain_models, read_models

    said = plain_models(raw)
    return SaidModels(said, read_models(said))


def _kind(raw: Any) -> str:
    if isinstance(raw, Foreign):
        return raw.words
    if isinstance(raw, bool):
        return f"the truth value {str(raw).lower()}"
    return {dict: "a mapping", list: "a list", str: "text", type(None): "nothing"}[type(raw)]


def shown(value: Any) -> str:
    """Return the value for a one-line message: quoted, escaped, at most 60 characters."""
    text = value if isinstance(value, str) else _kind(value)
    return ascii(text) if len(text) <= 60 else f"{text[:57]!a}…"


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return the nearest known word as the end of a message; empty where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(found[:60], list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
