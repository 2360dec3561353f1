"""True or false."""

from __future__ import annotations

from typing import Any

from generator.models.bases.field_type import EXAMPLES, FieldType
from generator.models.messages import quoted
from generator.models.model import Field, Model


class Bool(FieldType):
    """True or false."""

    name = "bool"
    settings = ("optional", "default", "index")
    is_filtered_by_default = True

    def parse(self, text: str, field: Field) -> bool:
        """Return whether it is true."""
        if text not in ("true", "false"):
            raise ValueError(f"found {quoted(text)}, expected true or false")
        return text == "true"

    def examples(self, field: Field, model: Model) -> list[bool]:
        """Return both in turn."""
        return [n % 2 == 0 for n in range(EXAMPLES)]

    def valid_values(self, field: Field) -> list[Any]:
        """Return both."""
        return [True, False]

    def invalid_values(self, field: Field) -> list[Any]:
        """Return what some readers take for one of them."""
        return ["yes", 2]


TYPE = Bool()
