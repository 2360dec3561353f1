"""A time of day."""

from __future__ import annotations

import datetime
from typing import Any

from generator.models.bases.field_type import EXAMPLES, VARIANTS
from generator.models.bases.moments import CLOCK, ParsedValue
from generator.models.model import Field, Model


class Time(ParsedValue):
    """A time of day."""

    name = "time"
    generated_default = "now"
    format = CLOCK
    expected = "a time of day such as 12:30"

    def convert(self, text: str) -> datetime.time:
        """Return the value."""
        return datetime.time.fromisoformat(text)

    def examples(self, field: Field, model: Model) -> list[datetime.time]:
        """Return times in the morning."""
        return [datetime.time(8 + n, 15 * n % 60) for n in range(EXAMPLES)]

    def more_values(self, field: Field, values: list[Any]) -> list[datetime.time]:
        """Return one minute after another."""
        return [datetime.time(9 + n // 60, n % 60) for n in range(VARIANTS)]

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return one minute after another."""
        return "dt.time(9, n)", 'f"09:{n:02}:00"'

    def valid_values(self, field: Field) -> list[Any]:
        """Return midnight and the last second of a day."""
        return [datetime.time(0, 0), datetime.time(23, 59, 59)]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return an hour too late, and what is no time."""
        return ["25:00:00", "noon", 5]

    def json_value(self, value: Any) -> Any:
        """Return ISO 8601."""
        return value.isoformat() if isinstance(value, datetime.time) else value

    def literal(self, value: Any) -> str:
        """Return `dt.time(12, 30)`."""
        if not isinstance(value, datetime.time):
            return super().literal(value)
        numbers = [value.hour, value.minute, *([value.second] if value.second else [])]
        return f"dt.time({', '.join(map(str, numbers))})"


TYPE = Time()
