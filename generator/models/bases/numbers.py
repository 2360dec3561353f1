"""Types whose values are numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.models.bases.field_type import EXAMPLES, VALUE_SETTINGS, VARIANTS, FieldType
from generator.models.model import Field, Model


class Number(FieldType):
    """A number that may have limits."""

    settings: tuple[str, ...] = (*VALUE_SETTINGS, "min", "max")

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return the numbers from the least on."""
        smallest = Decimal(str(field.min)) if field.min is not None else Decimal(0)
        largest = Decimal(str(field.max)) if field.max is not None else self.largest_in_sequence(field)
        whole = int(smallest) + (smallest != int(smallest))
        if whole + VARIANTS > largest + 1:
            return "", ""
        return self.sequence_of(f"n + {whole}" if whole > 0 else f"n - {-whole}" if whole else "n", field)

    def largest_in_sequence(self, field: Field) -> Decimal:
        """Return the largest number that a sequence without `max` may reach."""
        return Decimal(99)

    def sequence_of(self, number: str, field: Field) -> tuple[str, str]:
        """Return the expressions of a sequence from one for whole numbers."""
        return number, number


def even_numbers(field: Field, step: str, largest: Decimal | None = None) -> list[Decimal]:
    """Return `EXAMPLES` numbers inside the limits, in even steps from a round one."""
    size = Decimal(step)
    smallest, most = (None if value is None else Decimal(str(value)) for value in (field.min, field.max))
    most = largest if most is None else most
    round_number = size * 12 if most is None else min(size * 12, most - size * (EXAMPLES - 1))
    start = round_number if smallest is None else max(round_number, smallest)
    usual = size * 35
    stride = usual if most is None else min(usual, max((most - start) / (EXAMPLES - 1) // size * size, size))
    return [start + stride * n if most is None else min(start + stride * n, most) for n in range(EXAMPLES)]


def first_variant(field: Field, values: list[Any], room: float) -> Any:
    """Return a number from which on there is as much room as can be."""
    if field.max is None or values[0] + room <= field.max:
        return values[0]
    return field.max - type(values[0])(room) if field.min is None else field.min
