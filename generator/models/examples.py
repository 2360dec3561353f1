"""Values of a field: some that look real, for demo data and manuals, and those at its limits, for tests."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from generator.models.model import Field, Model
from generator.text import literal

COUNT = 5
"""How many examples a field has."""

VARIANTS = 30
"""How many values that match a pattern are made from its example."""

SMALLEST, LARGEST = -(2**31), 2**31 - 1
"""The whole numbers that an `int` holds: 32 bits."""

LONG = 20
"""Characters; the literal of a longer text of one character is written as a product."""

FIRST_DAY = date(2026, 1, 12)

_Makers = Mapping[str, Callable[[], list[Any]]]


def examples(field: Field, model: Model) -> list[Any]:
    """`COUNT` valid Python values that look real; distinct, but for truth values, choices and patterns."""
    values: _Makers = {
        "int": lambda: [int(number) for number in _numbers(field, "1")],
        "decimal": lambda: [
            _decimal(number, field) for number in _numbers(field, "1.25" if field.places == 2 else f"1e-{field.places}")
        ],
        "float": lambda: [float(number) for number in _numbers(field, "0.5")],
        "bool": lambda: [n % 2 == 0 for n in range(COUNT)],
        "date": lambda: [_moment(field, n).date() for n in range(COUNT)],
        "datetime": lambda: [_moment(field, n) for n in range(COUNT)],
        "time": lambda: [_inside(time(8 + n, 15 * n % 60), field) for n in range(COUNT)],
        "uuid": lambda: [UUID(int=0x5CAF_F01D_0000_4000_8000_0000_0000_0001 + n) for n in range(COUNT)],
        "json": lambda: [{"size": size} for size in ("small", "medium", "large", "huge", "tiny")],
        "choice": lambda: [field.choices[n % len(field.choices)] for n in range(COUNT)],
    }
    if field.type in ("ref", "many", "file", "image"):
        return []
    return values[field.type]() if field.type in values else _texts(field, model)


def variants(field: Field, model: Model) -> list[Any]:
    """Up to `VARIANTS` valid Python values, no two alike; texts that match a pattern are made from its example."""
    if field.pattern:
        turned = _turned(field.example or field.default)
        return list(islice((text for text in turned if _fits(text, field)), VARIANTS))
    values = examples(field, model)
    if field.type in ("str", "slug", "text"):
        return list(dict.fromkeys([*values, *(_numbered(field, n) for n in range(VARIANTS))]))[:VARIANTS]
    more: _Makers = {
        "email": lambda: [f"person{n}@example.org" for n in range(VARIANTS)],
        "url": lambda: [f"https://example.org/{n}" for n in range(VARIANTS)],
        "uuid": lambda: [UUID(int=values[0].int + n) for n in range(VARIANTS)],
        "date": lambda: [values[-1] + timedelta(days=n) for n in range(VARIANTS)],
        "datetime": lambda: [values[-1] + timedelta(hours=n) for n in range(VARIANTS)],
        "time": lambda: [time(9 + n // 60, n % 60) for n in range(VARIANTS)],
        "int": lambda: [_first(field, values, VARIANTS) + n for n in range(VARIANTS)],
        "decimal": lambda: [_first(field, values, 1) + Decimal(n).scaleb(-field.places) for n in range(VARIANTS)],
        "float": lambda: [_first(field, values, VARIANTS / 4) + n / 4 for n in range(VARIANTS)],
    }
    found = [*values, *more.get(field.type, list)()]
    inside = (v for v in found if (field.min is None or v >= field.min) and (field.max is None or v <= field.max))
    return list(dict.fromkeys(inside))[:VARIANTS]


def _first(field: Field, values: list[Any], room: float) -> Any:
    """A number from which on there is as much room as can be."""
    if field.max is None or values[0] + room <= field.max:
        return values[0]
    return field.max - type(values[0])(room) if field.min is None else field.min


def _numbered(field: Field, number: int) -> str:
    return f"{field.name[: max(field.length - 3, 0)] if field.length else field.name}-{number}"[-(field.length or 99) :]


def valid_edges(field: Field) -> list[Any]:
    """JSON values just inside the field's limits."""
    texts = {"str": ["a", "a" * field.length], "slug": ["a", "a" * field.length], "text": ["a", "two\nlines"]}
    values: _Makers = {
        "int": lambda: [_least(field, SMALLEST), _most(field, LARGEST)],
        "float": lambda: [_least(field, -1.5), _most(field, 1.5)],
        "decimal": lambda: [
            _decimal(_least(field, -_largest(field)), field),
            _decimal(_most(field, _largest(field)), field),
        ],
        "bool": lambda: [True, False],
        "date": lambda: [_least(field, date(2024, 2, 29)), _most(field, date(2026, 12, 31))],
        "datetime": lambda: [
            _least(field, datetime(2024, 2, 29, 12, tzinfo=UTC)),
            _most(field, datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ],
        "time": lambda: [_least(field, time(0, 0)), _most(field, time(23, 59, 59))],
        "uuid": lambda: [UUID(int=0x5CAF_F01D_0000_4000_8000_0000_0000_0001)],
        "choice": lambda: [field.choices[0], field.choices[-1]],
        "json": lambda: [{"a": [1, None, "x"]}, []],
        "email": lambda: ["ada@example.org"],
        "url": lambda: ["https://example.org/a?b=c#d"],
    }
    if field.type in texts:
        found = (
            list(islice((t for t in _turned(field.example or field.default) if _fits(t, field)), 2))
            if field.pattern
            else texts[field.type]
        )
    else:
        found = values.get(field.type, list)()
    return [json_value(value) for value in found] + ([None] if field.optional else [])


def invalid_edges(field: Field) -> list[Any]:
    """JSON values just outside the field's limits."""
    values: _Makers = {
        "str": lambda: [*_blank(field), "a" * (field.length + 1), "a\0b", 5],
        "text": lambda: [*_blank(field), "a\0b", 5],
        "slug": lambda: ["not a slug", "a" * (field.length + 1)],
        "email": lambda: ["nobody", "a@b@c"],
        "url": lambda: ["nowhere", "javascript:alert(1)"],
        "int": lambda: [_least(field, SMALLEST) - 1, _most(field, LARGEST) + 1, "12", 1.5, True],
        "float": lambda: [*_outside(field, 1.0), "much", True],
        "decimal": lambda: _wrong_decimals(field),
        "bool": lambda: ["yes", 2],
        "date": lambda: [*_outside(field, timedelta(days=1)), "2026-02-30", "soon", 5],
        "datetime": lambda: [*_outside(field, timedelta(seconds=1)), "2026-02-28T12:00:00", "2026-02-28", 5],
        "time": lambda: ["25:00:00", "noon", 5],
        "uuid": lambda: ["not-a-uuid", 5],
        "choice": lambda: ["no such choice", 5],
    }
    found = values.get(field.type, list)()
    if field.pattern:
        found += [text for text in ("", "?", "Zz9-", "zzzz 0000") if text and not re.fullmatch(field.pattern, text)][:1]
    refusable = field.type not in ("ref", "many", "file", "image")
    return [json_value(value) for value in found] + ([None] if refusable and not field.optional else [])


def json_value(value: Any) -> Any:
    """The value as JSON has it: decimals as text, moments as ISO 8601 with `Z`."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
    return value


def python_literal(value: Any) -> str:
    """The value as Python code."""
    match value:
        case str():
            repeated = len(value) > LONG and len(set(value)) == 1
            return f"{literal(value[0])} * {len(value)}" if repeated else literal(value)
        case datetime():
            utc = value.astimezone(UTC)
            numbers = [utc.year, utc.month, utc.day, utc.hour, utc.minute, *([utc.second] if utc.second else [])]
            return f"datetime({', '.join(map(str, numbers))}, tzinfo=UTC)"
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case time():
            numbers = [value.hour, value.minute, *([value.second] if value.second else [])]
            return f"time({', '.join(map(str, numbers))})"
        case Decimal():
            return f"Decimal({int(value)})" if value.as_tuple().exponent == 0 else f'Decimal("{value:f}")'
        case UUID():
            return f'UUID("{value}")'
        case dict():
            return f"{{{', '.join(f'{literal(key)}: {python_literal(item)}' for key, item in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(python_literal, value))}]"
    return repr(value)


def _texts(field: Field, model: Model) -> list[str]:
    if field.pattern:
        found = variants(field, model)
        return [found[n % len(found)] for n in range(COUNT)]
    values = _known_texts(field, model)
    if field.type == "slug":
        values = [re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-") for value in values]
    if field.type == "text" or all(len(value) <= field.length for value in values):
        return values
    return [f"{value[: max(field.length - 2, 0)].strip(' -')}-{n}"[-field.length :] for n, value in enumerate(values)]


def _known_texts(field: Field, model: Model) -> list[str]:
    """Texts that suit the field's name, and that of its model where the table has it so."""
    table = _example_texts()
    words = [*field.name.split("_")[::-1], field.type]
    keys = [f"{model.name.lower()}.{word}" for word in words] + words + ["str"]
    return next(table[key] for key in keys if key in table)


@cache
def _example_texts() -> dict[str, list[str]]:
    table = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))
    return {key: entry["texts"] for entry in table["examples"] for key in entry["names"]}


def _numbers(field: Field, step: str) -> list[Decimal]:
    """Numbers inside the limits, in even steps from a handsome one."""
    size = Decimal(step)
    least, most = (None if value is None else Decimal(str(value)) for value in (field.min, field.max))
    if field.type == "decimal":
        most = _largest(field) if most is None else most
    usual = size * 35
    handsome = size * 12 if most is None else min(size * 12, most - size * (COUNT - 1))
    start = handsome if least is None else max(handsome, least)
    stride = usual if most is None else min(usual, max((most - start) / (COUNT - 1) // size * size, size))
    return [start + stride * n if most is None else min(start + stride * n, most) for n in range(COUNT)]


def _moment(field: Field, number: int) -> datetime:
    start = field.min or (field.max and field.max - timedelta(days=3 * COUNT)) or FIRST_DAY
    day = start + timedelta(days=3 * number)
    moment = day if isinstance(day, datetime) else datetime.combine(day, time(9 + number), UTC)
    limit = field.max
    if limit is None:
        return moment
    return min(moment, limit if isinstance(limit, datetime) else datetime.combine(limit, time(9 + number), UTC))


def _inside(value: Any, field: Field) -> Any:
    raised = value if field.min is None else max(value, field.min)
    return raised if field.max is None else min(raised, field.max)


def _turned(text: str) -> Iterator[str]:
    """The text, then the same with its digits and letters turned on like an odometer, the last one fastest."""
    alphabets = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    wheels = [next((a for a in alphabets if c in a), c) for c in text]
    for number in range(100 * VARIANTS):
        rest, turned = number, []
        for character, wheel in zip(reversed(text), reversed(wheels), strict=True):
            turned.append(wheel[(wheel.index(character) + rest) % len(wheel)])
            rest //= len(wheel)
        if rest:
            return
        yield "".join(reversed(turned))


def _fits(text: str, field: Field) -> bool:
    return bool(re.fullmatch(field.pattern, text)) and len(text) <= (field.length or len(text))


def _least(field: Field, otherwise: Any) -> Any:
    """The least value: that of the field, or the other where it stays below the most."""
    return field.min if field.min is not None else otherwise if field.max is None else min(otherwise, field.max)


def _most(field: Field, otherwise: Any) -> Any:
    return field.max if field.max is not None else otherwise if field.min is None else max(otherwise, field.min)


def _largest(field: Field) -> Decimal:
    return Decimal(10 ** (field.digits - field.places)) - Decimal(1).scaleb(-field.places)


def _decimal(value: Any, field: Field) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-field.places))


def _wrong_decimals(field: Field) -> list[Any]:
    step = Decimal(1).scaleb(-field.places)
    outside = [_decimal(value, field) for value in _outside(field, step)]
    return [
        *outside,
        str(Decimal(10 ** (field.digits - field.places))),
        f"{Decimal(1).scaleb(-field.places - 1):f}",
        "NaN",
        "much",
    ]


def _outside(field: Field, step: Any) -> list[Any]:
    below = [field.min - step] if field.min is not None else []
    return below + ([field.max + step] if field.max is not None else [])


def _blank(field: Field) -> list[str]:
    return [] if field.optional else ["", "  "]
