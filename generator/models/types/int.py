"""A whole number of 32 bits."""

from __future__ import annotations

import re
from typing import Any

from generator.models.bases.field_type import VARIANTS, least, most
from generator.models.bases.numbers import Number, even_numbers, first_variant
from generator.models.messages import quoted
from generator.models.model import Field, Model

SMALLEST, LARGEST = -(2**31), 2**31 - 1


class Int(Number):
    """A whole number of 32 bits."""

    name = "int"

    def parse(self, text: str, field: Field) -> int:
        """Return the number."""
        if not re.fullmatch(r"[+-]?[0-9]{1,10}", text) or not SMALLEST <= int(text) <= LARGEST:
            raise ValueError(f"found {quoted(text)}, expected a whole number from {SMALLEST} to {LARGEST}")
        return int(text)

    def examples(self, field: Field, model: Model) -> list[int]:
        """Return numbers in even steps."""
        return [int(number) for number in even_numbers(field, "1")]

    def more_values(self, field: Field, values: list[Any]) -> list[int]:
        """Return numbers one by one."""
        return [first_variant(field, values, VARIANTS) + n for n in range(VARIANTS)]

    def valid_values(self, field: Field) -> list[Any]:
        """Return the least and the greatest number."""
        return [least(field, SMALLEST), most(field, LARGEST)]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return the numbers beyond the limits, and what is no whole number."""
        return [least(field, SMALLEST) - 1, most(field, LARGEST) + 1, "12", 1.5, True]


TYPE = Int()
