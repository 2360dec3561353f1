"""One of a few texts."""

from __future__ import annotations

from typing import Any

from generator.models.bases.field_type import EXAMPLES, VALUE_SETTINGS, FieldType
from generator.models.messages import quoted
from generator.models.model import Field, Model
from generator.models.settings import FieldSettings

CHOICES_LIMIT = 50
CHOICE_LENGTH_LIMIT = 50
"""Characters of the longest choice."""


class Choice(FieldType):
    """One of a few texts."""

    name = "choice"
    settings = ("choices", *VALUE_SETTINGS)
    required = ("choices",)
    is_filtered_by_default = True

    def read_settings(self, settings: FieldSettings, model: str) -> dict[str, Any]:
        """Return the choices."""
        values = settings.texts("choices")
        for value in values:
            if (
                not value.strip()
                or value != value.strip()
                or len(value) > CHOICE_LENGTH_LIMIT
                or not value.isprintable()
            ):
                expected = f"1 to {CHOICE_LENGTH_LIMIT} characters, no blanks at the ends"
                settings.refuse("choices", f"found {quoted(value)}, expected {expected}")
        if twice := next((value for place, value in enumerate(values) if value in values[:place]), None):
            settings.refuse("choices", f"found {quoted(twice)} twice")
        if not 2 <= len(values) <= CHOICES_LIMIT:
            expected = f"2 to {CHOICES_LIMIT}, such as choice(draft, published)"
            settings.refuse("choices", f"found {len(values)} values, expected {expected}")
        return {"choices": values or ("",)}

    def parse(self, text: str, field: Field) -> str:
        """Return the choice."""
        if text not in field.choices:
            raise ValueError(f"found {quoted(text)}, expected one of {', '.join(map(quoted, field.choices))}")
        return text

    def examples(self, field: Field, model: Model) -> list[str]:
        """Return the choices in turn."""
        return [field.choices[n % len(field.choices)] for n in range(EXAMPLES)]

    def valid_values(self, field: Field) -> list[Any]:
        """Return the first and the last choice."""
        return [field.choices[0], field.choices[-1]]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return what is no choice."""
        return ["no such choice", 5]


TYPE = Choice()
