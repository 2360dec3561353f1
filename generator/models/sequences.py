"""Python expressions in `n` that give a valid value of a field for each number, no two alike: as tests have them."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.models.model import Field, Model
from generator.models.naming import snake, title
from generator.text import literal

COUNT = 30
"""For how many numbers, from 0, an expression gives a value."""

_MOMENTS = {
    "date": ("date(2000 + n, 1, 1)", 'f"{2000 + n}-01-01"'),
    "datetime": ("datetime(2000 + n, 1, 1, 9, 0, tzinfo=UTC)", 'f"{2000 + n}-01-01T09:00:00Z"'),
    "time": ("time(9, n)", 'f"09:{n:02}:00"'),
    "uuid": ("UUID(int=n)", 'f"00000000-0000-0000-0000-{n:012}"'),
}


def sequence(field: Field, model: Model) -> tuple[str, str]:
    """The expression for a value of the type's own, and that for JSON; empty where none is known to be valid."""
    if field.pattern:
        return _alike(_matching(field))
    if field.type in ("str", "text", "slug"):
        return _alike(_named(field, model))
    if field.type in ("email", "url"):
        return _alike('f"person-{n}@example.org"' if field.type == "email" else 'f"https://example.org/{n}"')
    if field.type in ("int", "decimal", "float"):
        return _counted(field)
    bounded = field.min is not None or field.max is not None
    return ("", "") if bounded else _MOMENTS.get(field.type, ("", ""))


def _alike(code: str) -> tuple[str, str]:
    return code, code


def _matching(field: Field) -> str:
    """The example with its last two characters counted on, where they are digits and the pattern allows for it."""
    example = field.example or field.default or ""
    if not re.search(r"[0-9]{2}$", example):
        return ""
    fits = all(re.fullmatch(field.pattern, f"{example[:-2]}{n:02}") for n in range(COUNT))
    return f'f{literal(_braced(example[:-2]))[:-1]}{{n:02}}"' if fits else ""


def _named(field: Field, model: Model) -> str:
    """The model's name and the number."""
    room = (field.length or 99) - len(f"-{COUNT}")
    name = snake(model.name).replace("_", "-") if field.type == "slug" else str(title(model)).capitalize()
    seam = "-" if field.type == "slug" else " "
    return f'f{literal(_braced(name[:room].rstrip(" -")) + seam)[:-1]}{{n}}"' if room > 0 else ""


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _counted(field: Field) -> tuple[str, str]:
    """Numbers from the least on."""
    least = Decimal(str(field.min)) if field.min is not None else Decimal(0)
    most = Decimal(str(field.max)) if field.max is not None else Decimal(10 ** (field.digits - field.places or 2)) - 1
    whole = int(least) + (least != int(least))
    if whole + COUNT > most + 1:
        return "", ""
    number = f"n + {whole}" if whole > 0 else f"n - {-whole}" if whole else "n"
    if field.type == "decimal":
        cents = f".{'0' * field.places}" if field.places else ""
        return f"Decimal({number})", f'f"{{{number}}}{cents}"'
    return _alike(number.replace("n", "n / 2", 1) if field.type == "float" else number)
