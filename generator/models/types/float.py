"""A floating-point number."""

from __future__ import annotations

import re
from typing import Any

from generator.models.bases.field_type import VARIANTS, least, most, outside
from generator.models.bases.numbers import Number, even_numbers, first_variant
from generator.models.messages import quoted
from generator.models.model import Field, Model


class Float(Number):
    """A floating-point number."""

    name = "float"

    def parse(self, text: str, field: Field) -> float:
        """Return the number."""
        if re.fullmatch(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", text):
            value = float(text)
            if abs(value) < float("inf"):
                return value
        raise ValueError(f"found {quoted(text)}, expected a number such as 1.5")

    def examples(self, field: Field, model: Model) -> list[float]:
        """Return numbers in even steps of a half."""
        return [float(number) for number in even_numbers(field, "0.5")]

    def more_values(self, field: Field, values: list[Any]) -> list[float]:
        """Return numbers in steps of a quarter."""
        return [first_variant(field, values, VARIANTS / 4) + n / 4 for n in range(VARIANTS)]

    def sequence_of(self, number: str, field: Field) -> tuple[str, str]:
        """Return numbers in steps of a half."""
        code = number.replace("n", "n / 2", 1)
        return code, code

    def valid_values(self, field: Field) -> list[Any]:
        """Return the least and the greatest number, or a negative and a positive one."""
        return [least(field, -1.5), most(field, 1.5)]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return the numbers beyond the limits, and what is no number."""
        return [*outside(field, 1.0), "much", True]


TYPE = Float()
