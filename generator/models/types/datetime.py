"""A moment, with its time zone."""

from __future__ import annotations

import datetime
from typing import Any

from generator.models.bases.field_type import VARIANTS, least, most, outside
from generator.models.bases.moments import CLOCK, Moment, example_moments
from generator.models.model import Field, Model


class Datetime(Moment):
    """A moment, kept in UTC."""

    name = "datetime"
    format = rf"\d{{4}}-\d{{2}}-\d{{2}}[T ]{CLOCK}(Z|[+-]\d{{2}}:\d{{2}})"
    expected = "a time with its zone such as 2026-01-31T12:30:00Z"

    def convert(self, text: str) -> datetime.datetime:
        """Return the moment in UTC."""
        return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)

    def examples(self, field: Field, model: Model) -> list[datetime.datetime]:
        """Return moments, three days apart."""
        return example_moments(field)

    def more_values(self, field: Field, values: list[Any]) -> list[datetime.datetime]:
        """Return one hour after another."""
        return [values[-1] + datetime.timedelta(hours=n) for n in range(VARIANTS)]

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return a morning of each year."""
        if field.min is not None or field.max is not None:
            return "", ""
        return "dt.datetime(2000 + n, 1, 1, 9, 0, tzinfo=dt.UTC)", 'f"{2000 + n}-01-01T09:00:00Z"'

    def valid_values(self, field: Field) -> list[Any]:
        """Return the first and the last moment, or noon of a leap day and the last second of a year."""
        return [
            least(field, datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC)),
            most(field, datetime.datetime(2026, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)),
        ]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return the seconds beyond the limits, a moment without a time zone, and what is no moment."""
        return [*outside(field, datetime.timedelta(seconds=1)), "2026-02-28T12:00:00", "2026-02-28", 5]

    def json_value(self, value: Any) -> Any:
        """Return ISO 8601 with `Z`."""
        if not isinstance(value, datetime.datetime):
            return value
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")

    def literal(self, value: Any) -> str:
        """Return `dt.datetime(2026, 1, 31, 12, 30, tzinfo=dt.UTC)`."""
        if not isinstance(value, datetime.datetime):
            return super().literal(value)
        utc = value.astimezone(datetime.UTC)
        numbers = [utc.year, utc.month, utc.day, utc.hour, utc.minute, *([utc.second] if utc.second else [])]
        return f"dt.datetime({', '.join(map(str, numbers))}, tzinfo=dt.UTC)"


TYPE = Datetime()
