"""What the generator knows of a field type, and the defaults of most types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from generator.models.messages import quoted
from generator.models.model import Field, Model
from generator.models.settings import FieldSettings
from generator.text import literal

EXAMPLES = 5
"""How many examples a field has."""

VARIANTS = 30
"""How many distinct values a unique field has for tests; a sequence gives as many, from 0 on."""

LONG = 20
"""Characters; the literal of a longer text of one repeated character is a product."""

VALUE_SETTINGS = ("optional", "default", "unique", "index")
"""The settings of most types that hold a value."""


class FieldType:
    """A type that a field may have.

    `settings` are those that fit it, besides `title` and `help`; `arguments` names the ones that stand in parentheses
    in the short form, and `required` those that cannot be left out. `generated_default` is the word for a default that
    the application makes with each record. Where a list may name fields, `can_be_…` says whether it may name one of
    this type, and `is_…_by_default` whether it does when it is left out.
    """

    name: str
    settings: tuple[str, ...] = VALUE_SETTINGS
    arguments: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    generated_default = ""

    has_values = True
    """Whether a value can be written as text: not so for files and references."""

    can_be_listed = can_be_filtered = can_be_sorted = True
    can_be_searched = False
    is_listed_by_default = True
    is_listed_if_alone = False
    """Whether a list shows it by default if it can show nothing else."""
    is_searched_by_default = is_filtered_by_default = False

    can_be_label = False
    """Whether a record may be called by its value."""

    def read_settings(self, settings: FieldSettings, model: str) -> dict[str, Any]:
        """Return the attributes of `Field` that only some types have."""
        return {}

    def read(self, text: str, field: Field) -> Any:
        """Return the Python value of a text. Raise `ValueError` if it is not one of the type, or beyond its limits."""
        value = self.parse(text, field)
        if field.min is not None and value < field.min:
            raise ValueError(f"found {quoted(text)}, which is below min {field.min}")
        if field.max is not None and value > field.max:
            raise ValueError(f"found {quoted(text)}, which is above max {field.max}")
        if field.pattern and not re.fullmatch(field.pattern, value):
            raise ValueError(f"found {quoted(text)}, which does not match the pattern {quoted(field.pattern)}")
        return value

    def parse(self, text: str, field: Field) -> Any:
        """Return the Python value of a text, whatever `min`, `max` and `pattern` are. Raise `ValueError`."""
        raise NotImplementedError

    def examples(self, field: Field, model: Model) -> list[Any]:
        """Return `EXAMPLES` realistic values for demo data and documentation, distinct if the type has enough."""
        return []

    def variants(self, field: Field, model: Model) -> list[Any]:
        """Return up to `VARIANTS` distinct valid values."""
        values = self.examples(field, model)
        found = [*values, *self.more_values(field, values)]
        inside = (v for v in found if (field.min is None or v >= field.min) and (field.max is None or v <= field.max))
        return list(dict.fromkeys(inside))[:VARIANTS]

    def more_values(self, field: Field, values: list[Any]) -> Sequence[Any]:
        """Return values for the variants besides the examples; some may be beyond the field's limits."""
        return ()

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return two Python expressions in `n`, for distinct values and for those in JSON; empty if none is known."""
        return "", ""

    def valid_values(self, field: Field) -> list[Any]:
        """Return values at the limits, and those that a careless reader would refuse."""
        return []

    def invalid_values(self, field: Field) -> list[Any]:
        """Return values just beyond the limits, and JSON values of another type."""
        return []

    def valid_edges(self, field: Field) -> list[Any]:
        """Return JSON values that are just valid, with null for an optional field."""
        return [*map(self.json_value, self.valid_values(field)), *([None] if field.optional else [])]

    def invalid_edges(self, field: Field) -> list[Any]:
        """Return JSON values that are just invalid, with null for a required field."""
        null = [None] if self.has_values and not field.optional else []
        return [*map(self.json_value, self.invalid_values(field)), *null]

    def json_value(self, value: Any) -> Any:
        """Return the value as it is in JSON."""
        return value

    def literal(self, value: Any) -> str:
        """Return a value of the type, or a JSON value, as a Python expression."""
        return python_literal(value)


def python_literal(value: Any) -> str:
    """Return a JSON value as a Python expression."""
    match value:
        case str():
            repeated = len(value) > LONG and len(set(value)) == 1
            return f"{literal(value[0])} * {len(value)}" if repeated else literal(value)
        case dict():
            return f"{{{', '.join(f'{literal(key)}: {python_literal(item)}' for key, item in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(python_literal, value))}]"
    return repr(value)


def least(field: Field, default: Any) -> Any:
    """Return the least valid value: `min`, or the default if that is not above `max`."""
    return field.min if field.min is not None else default if field.max is None else min(default, field.max)


def most(field: Field, default: Any) -> Any:
    """Return the greatest valid value: `max`, or the default if that is not below `min`."""
    return field.max if field.max is not None else default if field.min is None else max(default, field.min)


def outside(field: Field, step: Any) -> list[Any]:
    """Return the values one step below `min` and above `max`, as far as the field has them."""
    below = [field.min - step] if field.min is not None else []
    return below + ([field.max + step] if field.max is not None else [])
