"""An HTTP or HTTPS address."""

from __future__ import annotations

from typing import Any

from generator.models.bases.field_type import VARIANTS
from generator.models.bases.texts import FormattedText
from generator.models.model import Field, Model


class Url(FormattedText):
    """An HTTP or HTTPS address."""

    name = "url"
    default_length = 500
    format = r"https?://[A-Za-z0-9.-]+(:\d{1,5})?([/?#][!-~]*)?"
    expected = "an address such as https://example.org/"

    def more_values(self, field: Field, values: list[Any]) -> list[str]:
        """Return addresses with numbers."""
        return [f"https://example.org/{n}" for n in range(VARIANTS)]

    def sequence(self, field: Field, model: Model) -> tuple[str, str]:
        """Return addresses with numbers."""
        code = 'f"https://example.org/{n}"'
        return code, code

    def valid_values(self, field: Field) -> list[Any]:
        """Return an address with a query and a fragment."""
        return ["https://example.org/a?b=c#d"]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return a word, and an address that runs code."""
        return ["nowhere", "javascript:alert(1)"]


TYPE = Url()
