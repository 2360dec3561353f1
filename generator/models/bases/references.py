"""Types whose values are other records."""

from __future__ import annotations

from typing import Any

from generator.models.bases.field_type import FieldType
from generator.models.settings import FieldSettings


class Reference(FieldType):
    """References to records of another model, or of the same one."""

    required = ("to",)
    has_values = False
    can_be_sorted = False

    def read_settings(self, settings: FieldSettings, model: str) -> dict[str, Any]:
        """Return the name of the model that it refers to."""
        if "to" not in settings.tokens:
            settings.refuse("to", f"missing; expected the model it points at, such as {self.name}(Author)")
        return {"to": model if settings.text("to") == "self" else settings.text("to")}
