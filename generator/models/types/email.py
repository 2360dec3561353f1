"""An email address."""

from __future__ import annotations

from typing import Any

from generator.models.bases.field_type import VARIANTS
from generator.models.bases.texts import FormattedText
from generator.models.model import Field, Model
from generator.names import EMAIL


class Email(FormattedText):
    """An email address."""

    name = "email"
    default_length = 254
    format = EMAIL
    expected = "an e-mail address such as ada@example.org"
    is_searched_by_default = True

    def more_values(self, field: Field, values: list[Any]) -> list[str]:
        """Return addresses with numbers."""
        return [f"person{n}@example.org" for n in range(VARIANTS)]

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return addresses with numbers."""
        code = 'f"person-{n}@example.org"'
        return code, code

    def valid_values(self, field: Field) -> list[Any]:
        """Return an address."""
        return ["ada@example.org"]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return texts with no @ and with two."""
        return ["nobody", "a@b@c"]


TYPE = Email()
