"""Types whose values are text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from generator.models.bases.field_type import EXAMPLES, VALUE_SETTINGS, VARIANTS, FieldType
from generator.models.messages import quoted
from generator.models.model import Field, Model
from generator.models.naming import title
from generator.models.settings import FieldSettings
from generator.tables import read_toml
from generator.text import literal

LENGTH_LIMIT = 1_000
"""Characters of the longest `length`."""


class LimitedText(FieldType):
    """Text of a limited length."""

    default_length: ClassVar[int]
    settings: tuple[str, ...] = ("length", *VALUE_SETTINGS)
    arguments: tuple[str, ...] = ("length",)
    can_be_searched = can_be_label = True

    def read_settings(self, settings: FieldSettings, model: str) -> dict[str, Any]:
        """Return the length."""
        return {"length": settings.whole_number("length", self.default_length, 1, LENGTH_LIMIT)}

    def examples(self, field: Field, model: Model) -> list[str]:
        """Return texts that suit the names of the field and the model, cut and numbered if they are too long."""
        values = self.texts_by_name(field, model)
        if not field.length or all(len(value) <= field.length for value in values):
            return values
        return [
            f"{value[: max(field.length - 2, 0)].strip(' -')}-{n}"[-field.length :] for n, value in enumerate(values)
        ]

    def texts_by_name(self, field: Field, model: Model) -> list[str]:
        """Return the texts of `examples.toml` for the last known word of the field's name, or for the type."""
        table = _example_texts()
        words = [*field.name.split("_")[::-1], self.name]
        keys = [f"{model.name.lower()}.{word}" for word in words] + words + ["str"]
        return next(table[key] for key in keys if key in table)


class FormattedText(LimitedText):
    """Text of one format, such as an email address."""

    format: ClassVar[str]
    """Regular expression; all of a value matches."""
    expected: ClassVar[str]

    def texts_by_name(self, field: Field, model: Model) -> list[str]:
        """Return the texts that suit the name, or those for the type where they do not have its format."""
        texts = super().texts_by_name(field, model)
        return texts if all(re.fullmatch(self.format, text) for text in texts) else _example_texts()[self.name]

    def parse(self, text: str, field: Field) -> str:
        """Return the text."""
        if not re.fullmatch(self.format, text):
            raise ValueError(f"found {quoted(text)}, expected {self.expected}")
        return short_enough(text, field)


class PatternText(LimitedText):
    """Text that may have a pattern of its own; variants count on the digits and letters of the pattern's example."""

    settings: tuple[str, ...] = ("length", *VALUE_SETTINGS, "pattern", "example")
    separator: ClassVar[str] = " "
    """What stands between the name of a model and a number."""

    def examples(self, field: Field, model: Model) -> list[str]:
        """Return variants if the field has a pattern, else texts that suit its name."""
        if not field.pattern:
            return super().examples(field, model)
        found = self.variants(field, model)
        return [found[n % len(found)] for n in range(EXAMPLES)]

    def variants(self, field: Field, model: Model) -> list[str]:
        """Return distinct texts that match the pattern."""
        return _matching_texts(field, VARIANTS) if field.pattern else super().variants(field, model)

    def more_values(self, field: Field, values: list[Any]) -> Sequence[str]:
        """Return the name of the field with numbers."""
        start = field.name[: max(field.length - 3, 0)] if field.length else field.name
        return [f"{start}-{n}"[-(field.length or 99) :] for n in range(VARIANTS)]

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return the pattern's example with its last two digits counted on, or the model's name and a number."""
        code = _counted_example(field) if field.pattern else self._counted_name(field, model)
        return code, code

    def _counted_name(self, field: Field, model: Model) -> str:
        room = (field.length or 99) - len(f"-{VARIANTS}")
        start = self.start_of_sequence(model)[:room].rstrip(" -")
        return f'f{literal(_escape_braces(start) + self.separator)[:-1]}{{n}}"' if room > 0 else ""

    def start_of_sequence(self, model: Model) -> str:
        """Return the name of the model as a value begins with it."""
        return str(title(model)).capitalize()

    def valid_values(self, field: Field) -> list[Any]:
        """Return two texts that match the pattern, or the shortest and the longest text."""
        return _matching_texts(field, 2) if field.pattern else ["a", self.longest(field)]

    def longest(self, field: Field) -> str:
        """Return a valid text that is as long as can be."""
        return "a" * field.length

    def invalid_values(self, field: Field) -> list[Any]:
        """Return texts that are not of the type, and one that does not match the pattern."""
        unmatched = [text for text in ("?", "Zz9-", "zzzz 0000") if not re.fullmatch(field.pattern, text)]
        return self.invalid_texts(field) + (unmatched[:1] if field.pattern else [])

    def invalid_texts(self, field: Field) -> list[Any]:
        """Return values that are invalid whatever the pattern."""
        raise NotImplementedError


def free_text(text: str, field: Field) -> str:
    """Return text of one or several lines. Raise `ValueError` for control characters and blanks at the ends."""
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]", text):
        raise ValueError(f"found {quoted(text)}, expected no control characters")
    if not text.strip() or text != text.strip():
        raise ValueError(
            f"found {quoted(text)}, expected text that is not blank and neither begins nor ends with a blank"
        )
    return short_enough(text, field)


def short_enough(text: str, field: Field) -> str:
    """Return the text. Raise `ValueError` if it is longer than the field."""
    if field.length and len(text) > field.length:
        raise ValueError(f"found {len(text)} characters, expected at most {field.length}")
    return text


def blank_texts(field: Field) -> list[str]:
    """Return the blank texts that a required field refuses."""
    return [] if field.optional else ["", "  "]


@cache
def _example_texts() -> dict[str, list[str]]:
    table = read_toml(Path(__file__).parent / "examples.toml")
    return {key: entry["texts"] for entry in table["examples"] for key in entry["names"]}


def _matching_texts(field: Field, count: int) -> list[str]:
    counted = _count_on(field.example or field.default)
    matching = (t for t in counted if re.fullmatch(field.pattern, t) and len(t) <= (field.length or len(t)))
    return list(islice(matching, count))


def _count_on(text: str) -> Iterator[str]:
    """Return the text, then the same with its digits and letters counted on like an odometer."""
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


def _counted_example(field: Field) -> str:
    example = field.example or field.default or ""
    if not re.search(r"[0-9]{2}$", example):
        return ""
    fits = all(re.fullmatch(field.pattern, f"{example[:-2]}{n:02}") for n in range(VARIANTS))
    return f'f{literal(_escape_braces(example[:-2]))[:-1]}{{n:02}}"' if fits else ""


def _escape_braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
