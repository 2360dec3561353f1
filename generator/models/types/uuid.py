"""A UUID."""

from __future__ import annotations

import uuid
from typing import Any

from generator.models.bases.field_type import EXAMPLES, VARIANTS
from generator.models.bases.moments import ParsedValue
from generator.models.model import Field, Model

FIRST = 0x5CAF_F01D_0000_4000_8000_0000_0000_0001


class Uuid(ParsedValue):
    """A UUID."""

    name = "uuid"
    generated_default = "new"
    format = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    expected = "a UUID in small letters, or new"

    def convert(self, text: str) -> uuid.UUID:
        """Return the value."""
        return uuid.UUID(text)

    def examples(self, field: Field, model: Model) -> list[uuid.UUID]:
        """Return UUIDs, one after another."""
        return [uuid.UUID(int=FIRST + n) for n in range(EXAMPLES)]

    def more_values(self, field: Field, values: list[Any]) -> list[uuid.UUID]:
        """Return UUIDs, one after another."""
        return [uuid.UUID(int=FIRST + n) for n in range(VARIANTS)]

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return UUIDs, one after another."""
        return "UUID(int=n)", 'f"00000000-0000-0000-0000-{n:012}"'

    def valid_values(self, field: Field) -> list[Any]:
        """Return a UUID."""
        return [uuid.UUID(int=FIRST)]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return what is no UUID."""
        return ["not-a-uuid", 5]

    def json_value(self, value: Any) -> Any:
        """Return the UUID as text."""
        return str(value) if isinstance(value, uuid.UUID) else value

    def literal(self, value: Any) -> str:
        """Return `UUID("…")`."""
        return f'UUID("{value}")' if isinstance(value, uuid.UUID) else super().literal(value)


TYPE = Uuid()
