"""A day."""

from __future__ import annotations

import datetime
from typing import Any

from generator.models.bases.field_type import VARIANTS, least, most, outside
from generator.models.bases.moments import Moment, example_moments
from generator.models.model import Field, Model


class Date(Moment):
    """A day."""

    name = "date"
    format = r"\d{4}-\d{2}-\d{2}"
    expected = "a date such as 2026-01-31"

    def convert(self, text: str) -> datetime.date:
        """Return the value."""
        return datetime.date.fromisoformat(text)

    def examples(self, field: Field, model: Model) -> list[datetime.date]:
        """Return days, three apart."""
        return [moment.date() for moment in example_moments(field)]

    def more_values(self, field: Field, values: list[Any]) -> list[datetime.date]:
        """Return one day after another."""
        return [values[-1] + datetime.timedelta(days=n) for n in range(VARIANTS)]

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return the first day of each year."""
        if field.min is not None or field.max is not None:
            return "", ""
        return "dt.date(2000 + n, 1, 1)", 'f"{2000 + n}-01-01"'

    def valid_values(self, field: Field) -> list[Any]:
        """Return the first and the last day, or a leap day and the end of a year."""
        return [least(field, datetime.date(2024, 2, 29)), most(field, datetime.date(2026, 12, 31))]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return the days beyond the limits, and what is no day."""
        return [*outside(field, datetime.timedelta(days=1)), "2026-02-30", "soon", 5]

    def json_value(self, value: Any) -> Any:
        """Return ISO 8601."""
        return value.isoformat() if isinstance(value, datetime.date) else value

    def literal(self, value: Any) -> str:
        """Return `dt.date(2026, 1, 31)`."""
        if not isinstance(value, datetime.date):
            return super().literal(value)
        return f"dt.date({value.year}, {value.month}, {value.day})"


TYPE = Date()
