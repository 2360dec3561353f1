"""Values of answers, checked against their questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.errors import ScaffoldError
from generator.knowledge.loader import Question
from generator.names import EMAIL, normalize_project_name

Value = Any
"""An answer as the stages use it: text, true or false, a tuple of ids, or a mapping (models)."""

TEXT_LIMIT = 2_000
"""Maximum length of a free text, in characters."""

IDENTIFIER = r"[a-z][a-z0-9_]*"
"""Regular expression that a whole capability id matches."""


@dataclass(frozen=True)
class UnsupportedValue:
    """A value of a type that no question accepts, such as a number: described for messages, and its source text."""

    description: str
    text: str

    def __str__(self) -> str:
        return self.text


def read_value(question: Question, raw: Any, frameworks: Sequence[str] = ("flask", "django")) -> tuple[Value, str]:
    """Return the checked value of a raw answer, and a note if it was changed.

    Raise `ValueError` with what was found and what was expected.
    """
    if question.type == "list":
        return _read_list(raw), ""
    if question.type == "models":
        return _read_models(raw), ""
    if question.type == "flag":
        return _read_flag(raw), ""
    if question.type == "choice":
        return _read_option(raw, question), ""
    text = _read_text(raw)
    if question.type == "name":
        return _read_name(text)
    if question.type == "framework":
        return _read_choice(text, ("auto", *frameworks)), ""
    if question.type == "email" and text and not re.fullmatch(EMAIL, text):
        raise ValueError(f"found {quoted(text)}, expected an e-mail address such as ada@example.org, or nothing")
    if len(text) > TEXT_LIMIT:
        raise ValueError(f"found {len(text):,} characters, expected at most {TEXT_LIMIT:,}")
    return text, ""


def _read_name(text: str) -> tuple[str, str]:
    try:
        name = normalize_project_name(text)
    except ScaffoldError as error:
        raise ValueError(str(error)) from None
    return name, "" if name == text else f"The name {quoted(text)} was changed to {name}."


def _read_text(raw: Any) -> str:
    if not isinstance(raw, str):
        hint = f' such as "{raw.text}"' if isinstance(raw, UnsupportedValue) else ""
        raise ValueError(f"found {_kind(raw)}, expected text{hint}")
    if "\0" in raw or any("\ud800" <= character <= "\udfff" for character in raw):
        raise ValueError("found a NUL character or an unpaired surrogate, which a text file cannot contain")
    return raw


def _read_option(raw: Any, question: Question) -> str:
    """Return the id of an option. It may look like a number, such as 3.12, which JSON and TOML read as one."""
    text = raw.text if isinstance(raw, UnsupportedValue) and raw.text in question.option_ids else _read_text(raw)
    if text.isdecimal() and text not in question.option_ids:
        options = ", ".join(f"{option.id} ({option.title})" for option in question.options)
        raise ValueError(f"found {quoted(text)}, expected one of {options}")
    return _read_choice(text, question.option_ids)


def _read_choice(text: str, options: Sequence[str]) -> str:
    if text not in options:
        raise ValueError(f"found {quoted(text)}, expected one of {', '.join(options)}{did_you_mean(text, options)}")
    return text


def _read_flag(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return bool(raw == "true")
    found = quoted(raw) if isinstance(raw, str) else _kind(raw)
    raise ValueError(f"found {found}, expected true or false")


def _read_list(raw: Any) -> tuple[str, ...]:
    items = raw
    if isinstance(raw, str):
        text = raw.strip().removeprefix("[").removesuffix("]")
        items = [item.strip() for item in text.split(",") if item.strip()]
    if not isinstance(items, list):
        raise ValueError(f"found {_kind(raw)}, expected a list of capability ids")
    for item in items:
        if not isinstance(item, str) or not re.fullmatch(IDENTIFIER, item):
            raise ValueError(f"found {quoted(item)}, expected capability ids such as accounts or two_factor")
    return tuple(sorted(set(items)))


def _read_models(raw: Any) -> Mapping[str, Any]:
    """Return the models with all values as text, after they were parsed without problems."""
    if not isinstance(raw, dict):
        raise ValueError(f"found {_kind(raw)}, expected models with their fields, such as {{Book: {{title: str}}}}")
    from generator.models.reader import PlainModels, plain_models, read_models

    said = plain_models(raw)
    return PlainModels(said, read_models(said))


def _kind(raw: Any) -> str:
    if isinstance(raw, UnsupportedValue):
        return raw.description
    if isinstance(raw, bool):
        return f"the Boolean {str(raw).lower()}"
    return {dict: "a mapping", list: "a list", str: "text", type(None): "nothing"}[type(raw)]


def quoted(value: Any) -> str:
    """Return the value for a one-line message: quoted, escaped, at most 60 characters."""
    text = value if isinstance(value, str) else _kind(value)
    return ascii(text) if len(text) <= 60 else f"{text[:57]!a}…"


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return a suggestion for the end of a message, or an empty string."""
    from difflib import get_close_matches

    near = get_close_matches(found[:60], list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
