"""Values of fields – defaults, limits, examples – as Python values of the type's own, from the text that was said.

Every reader raises `ValueError` with what was found and what is expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from generator.models.model import Field
from generator.models.parsing.patterns import can_take_long
from generator.names import EMAIL

SMALLEST, LARGEST = -(2**31), 2**31 - 1
"""The whole numbers that an `int` holds: 32 bits."""

PATTERN_LIMIT = 200
"""Characters that a pattern may have."""

_SHARED = re.compile(
    r"""\((?!\?) | \(\?[:=!] | \)
    | \[\^?(?:\\[dDwWsStnrfv\\\]\[\-^/.+*?(){}|$] | (?!--|&&|\|\||~~)[^\\\[\]])+\]
    | \\(?:[dDwWsSbBtnrfv] | x[0-9a-fA-F]{2} | u[0-9a-fA-F]{4} | [\\^$.|?*+()\[\]{}/\-])
    | (?:[*+] | \{\d{1,3},(?:\d{2,3})?\} | \{\d{2,3}\})\??(?!\+)
    | (?:\? | \{\d(?:\d{0,2},\d)?\})\??(?!\+)
    | [^\\\[\](){}*+?^$\x00-\x1f]""",
    re.VERBOSE,
)
"""The regular expressions that Python and JavaScript (ECMA-262, so JSON Schema and HTML) read alike."""


def shown(text: str) -> str:
    """The text for a one-line message: quoted, escaped, at most 60 characters."""
    return ascii(text) if len(text) <= 60 else f"{text[:57]!a}…"


def read_value(text: str, field: Field) -> Any:
    """A text as a value of the field's type, inside the limits of the field itself."""
    value = _READERS[field.type](text, field)
    if field.min is not None and value < field.min:
        raise ValueError(f"found {shown(text)}, which is below min {field.min}")
    if field.max is not None and value > field.max:
        raise ValueError(f"found {shown(text)}, which is above max {field.max}")
    if field.pattern and not re.fullmatch(field.pattern, value):
        raise ValueError(f"found {shown(text)}, which does not match the pattern {shown(field.pattern)}")
    return value


def read_pattern(text: str) -> str:
    """A regular expression that Python and JavaScript read alike, and that no text can keep busy for long."""
    if not 0 < len(text) <= PATTERN_LIMIT or not text.isprintable():
        raise ValueError(f"found {shown(text)}, expected 1 to {PATTERN_LIMIT} characters that can be seen")
    if text.startswith("^") or re.search(r"(?<!\\)\$$", text):
        raise ValueError("found ^ or $, which can be left out: the whole value must match")
    _check_shared(text)
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"found {shown(text)}, which is no regular expression: {error}") from None
    if can_take_long(text):
        raise ValueError(
            f"found {shown(text)}, which may take forever: in a repetition, the next character has to decide how to go"
            " on; write [ab] for (a|b), a(b|c) for (ab|ac), few .* and ?, and something that separates"
            r" repetitions, as in \w+(-\w+)*"
        )
    return text


def _check_shared(text: str) -> None:
    place = 0
    while place < len(text):
        found = _SHARED.match(text, place)
        if found is None:
            raise ValueError(
                f"found {shown(text[place:][:3])} at character {place + 1}, which Python and JavaScript do not "
                r"read alike; expected letters, digits, [ ], ( ), (?: ), (?= ), (?! ), |, ., \d \w \s \b, * + ? {1,9}"
            )
        place = found.end()


def _text(text: str, field: Field) -> str:
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]", text):
        raise ValueError(f"found {shown(text)}, expected no control characters")
    if not text.strip() or text != text.strip():
        raise ValueError(
            f"found {shown(text)}, expected text that is not blank and neither begins nor ends with a blank"
        )
    return _long_enough(text, field)


def _line(text: str, field: Field) -> str:
    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text):
        raise ValueError(f"found {shown(text)}, expected one line")
    return _text(text, field)


def _long_enough(text: str, field: Field) -> str:
    if field.length and len(text) > field.length:
        raise ValueError(f"found {len(text)} characters, expected at most {field.length}")
    return text


def _matching(pattern: str, expected: str) -> Callable[[str, Field], str]:
    compiled = re.compile(pattern)

    def read(text: str, field: Field) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(f"found {shown(text)}, expected {expected}")
        return _long_enough(text, field)

    return read


def _int(text: str, _field: Field) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,10}", text) or not SMALLEST <= int(text) <= LARGEST:
        raise ValueError(f"found {shown(text)}, expected a whole number from {SMALLEST} to {LARGEST}")
    return int(text)


def _decimal(text: str, field: Field) -> Decimal:
    whole = field.digits - field.places
    if re.fullmatch(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?", text):
        value = Decimal(text)
        scaled = value.scaleb(field.places)
        if scaled == scaled.to_integral_value() and abs(value) < Decimal(10) ** whole:
            return value.quantize(Decimal(1).scaleb(-field.places)) + 0
    raise ValueError(
        f"found {shown(text)}, expected a number of at most {whole} digits before the point and {field.places} after it"
    )


def _float(text: str, _field: Field) -> float:
    if re.fullmatch(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", text):
        value = float(text)
        if abs(value) < float("inf"):
            return value
    raise ValueError(f"found {shown(text)}, expected a number such as 1.5")


def _bool(text: str, _field: Field) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"found {shown(text)}, expected true or false")
    return text == "true"


def _json(text: str, _field: Field) -> Any:
    import json

    try:
        value = json.loads(text) if text.isprintable() and not re.search(r"\\u|NaN|Infinity", text) else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict | list):
        raise ValueError(f"found {shown(text)}, expected a list or an object in JSON, such as [] or {{}}")
    return value


def _choice(text: str, field: Field) -> str:
    if text not in field.choices:
        raise ValueError(f"found {shown(text)}, expected one of {', '.join(map(shown, field.choices))}")
    return text


def _moment(pattern: str, read: Callable[[str], Any], expected: str) -> Callable[[str, Field], Any]:
    compiled = re.compile(pattern, re.ASCII)

    def value(text: str, _field: Field) -> Any:
        try:
            if compiled.fullmatch(text):
                return read(text)
        except (ValueError, OverflowError):
            pass
        raise ValueError(f"found {shown(text)}, expected {expected}")

    return value


_CLOCK = r"\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"

_READERS: Mapping[str, Callable[[str, Field], Any]] = {
    "str": _line,
    "text": _text,
    "slug": _matching(r"[A-Za-z0-9_-]+", "letters, digits, - and _"),
    "email": _matching(EMAIL, "an e-mail address such as ada@example.org"),
    "url": _matching(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?([/?#][!-~]*)?", "an address such as https://example.org/"),
    "int": _int,
    "decimal": _decimal,
    "float": _float,
    "bool": _bool,
    "json": _json,
    "choice": _choice,
    "date": _moment(r"\d{4}-\d{2}-\d{2}", date.fromisoformat, "a date such as 2026-01-31"),
    "datetime": _moment(
        rf"\d{{4}}-\d{{2}}-\d{{2}}[T ]{_CLOCK}(Z|[+-]\d{{2}}:\d{{2}})",
        lambda text: datetime.fromisoformat(text).astimezone(UTC),
        "a time with its zone such as 2026-01-31T12:30:00Z",
    ),
    "time": _moment(_CLOCK, time.fromisoformat, "a time of day such as 12:30"),
    "uuid": _moment(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", UUID, "a UUID in small letters, or new"),
}
