"""Types whose values are dates or times."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from generator.models.bases.field_type import EXAMPLES, VALUE_SETTINGS, FieldType
from generator.models.messages import quoted
from generator.models.model import Field

CLOCK = r"\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
"""Regular expression of a time of day."""

FIRST_DAY = date(2026, 1, 12)


class ParsedValue(FieldType):
    """A value that a function of the standard library parses."""

    format: ClassVar[str]
    """Regular expression; all of a value matches."""
    expected: ClassVar[str]

    def convert(self, text: str) -> Any:
        """Return the value of a text of the format. Raise `ValueError` if there is none, as for February 30."""
        raise NotImplementedError

    def parse(self, text: str, field: Field) -> Any:
        """Return the value."""
        try:
            if re.fullmatch(self.format, text, re.ASCII):
                return self.convert(text)
        except (ValueError, OverflowError):
            pass
        raise ValueError(f"found {quoted(text)}, expected {self.expected}")


class Moment(ParsedValue):
    """A point in time that may have limits."""

    settings: tuple[str, ...] = (*VALUE_SETTINGS, "min", "max")
    generated_default = "now"


def example_moments(field: Field) -> list[datetime]:
    """Return `EXAMPLES` moments inside the limits, three days apart."""
    start = field.min or (field.max and field.max - timedelta(days=3 * EXAMPLES)) or FIRST_DAY
    moments = [_moment(start + timedelta(days=3 * n), n) for n in range(EXAMPLES)]
    return moments if field.max is None else [min(moment, _moment(field.max, n)) for n, moment in enumerate(moments)]


def _moment(day: date, number: int) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(9 + number), UTC)
