"""A decimal number with a fixed number of digits after the point."""

from __future__ import annotations

import decimal
import re
from typing import Any

from generator.models.bases.field_type import VARIANTS, least, most, outside
from generator.models.bases.numbers import Number, even_numbers, first_variant
from generator.models.messages import quoted
from generator.models.model import Field, Model
from generator.models.settings import FieldSettings

DIGITS_LIMIT = 38


class Decimal(Number):
    """A decimal number: `digits` in all, `places` of them after the point."""

    name = "decimal"
    settings = ("digits", "places", *Number.settings)
    arguments = ("digits", "places")

    def read_settings(self, settings: FieldSettings, model: str) -> dict[str, Any]:
        """Return the number of digits, and of those after the point."""
        digits = settings.whole_number("digits", 10, 1, DIGITS_LIMIT)
        places = settings.whole_number("places", min(2, digits), 0, DIGITS_LIMIT)
        if places > digits:
            settings.refuse("places", f"found {places} places of {digits} digits, expected at most {digits}")
            places = digits
        return {"digits": digits, "places": places}

    def parse(self, text: str, field: Field) -> decimal.Decimal:
        """Return the number with all its places."""
        whole = field.digits - field.places
        if re.fullmatch(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?", text):
            value = decimal.Decimal(text)
            scaled = value.scaleb(field.places)
            if scaled == scaled.to_integral_value() and abs(value) < decimal.Decimal(10) ** whole:
                return _rounded(value, field) + 0
        raise ValueError(
            f"found {quoted(text)}, expected a number of at most {whole} digits before the point"
            f" and {field.places} after it"
        )

    def examples(self, field: Field, model: Model) -> list[decimal.Decimal]:
        """Return numbers in even steps."""
        step = "1.25" if field.places == 2 < field.digits else f"1e-{field.places}"
        return [_rounded(number, field) for number in even_numbers(field, step, _largest(field))]

    def more_values(self, field: Field, values: list[Any]) -> list[decimal.Decimal]:
        """Return numbers in the smallest steps."""
        step = decimal.Decimal(1).scaleb(-field.places)
        first = first_variant(field, values, 1)
        if field.min is None and first + step * VARIANTS > _largest(field):
            first = 0 * step
        return [number for n in range(VARIANTS) if (number := first + step * n) <= _largest(field)]

    def largest_in_sequence(self, field: Field) -> decimal.Decimal:
        """Return the largest whole number."""
        return decimal.Decimal(10 ** (field.digits - field.places)) - 1

    def sequence_of(self, number: str, field: Field) -> tuple[str, str]:
        """Return whole numbers, in JSON with all places."""
        places = f".{'0' * field.places}" if field.places else ""
        return f"Decimal({number})", f'f"{{{number}}}{places}"'

    def valid_values(self, field: Field) -> list[Any]:
        """Return the least and the greatest number."""
        largest = _largest(field)
        return [_rounded(least(field, -largest), field), _rounded(most(field, largest), field)]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return the numbers beyond the limits, one with a digit too many on either side, and what is no number."""
        step = decimal.Decimal(1).scaleb(-field.places)
        return [
            *(_rounded(value, field) for value in outside(field, step)),
            str(decimal.Decimal(10 ** (field.digits - field.places))),
            f"{step.scaleb(-1):f}",
            "NaN",
            "much",
        ]

    def json_value(self, value: Any) -> Any:
        """Return the number as text, which keeps its places."""
        return str(value) if isinstance(value, decimal.Decimal) else value

    def literal(self, value: Any) -> str:
        """Return `Decimal("1.50")`."""
        if not isinstance(value, decimal.Decimal):
            return super().literal(value)
        return f"Decimal({int(value)})" if value.as_tuple().exponent == 0 else f'Decimal("{value:f}")'


def _largest(field: Field) -> decimal.Decimal:
    return decimal.Decimal(10 ** (field.digits - field.places)) - decimal.Decimal(1).scaleb(-field.places)


def _rounded(value: decimal.Decimal, field: Field) -> decimal.Decimal:
    return decimal.Decimal(value).quantize(decimal.Decimal(1).scaleb(-field.places))


TYPE = Decimal()
