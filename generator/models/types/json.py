"""A list or an object of JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from generator.models.bases.field_type import FieldType
from generator.models.messages import quoted
from generator.models.model import Field, Model


class Json(FieldType):
    """A list or an object of JSON."""

    name = "json"
    settings = ("optional", "default")
    can_be_listed = can_be_filtered = can_be_sorted = is_listed_by_default = False
    is_listed_if_alone = True

    def parse(self, text: str, field: Field) -> Any:
        """Return the list or the object."""
        try:
            value = json.loads(text) if text.isprintable() and not re.search(r"\\u|NaN|Infinity", text) else None
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict | list):
            raise ValueError(f"found {quoted(text)}, expected a list or an object in JSON, such as [] or {{}}")
        return value

    def examples(self, field: Field, model: Model) -> list[dict[str, str]]:
        """Return small objects."""
        return [{"size": size} for size in ("small", "medium", "large", "huge", "tiny")]

    def valid_values(self, field: Field) -> list[Any]:
        """Return an object with a list in it, and an empty list."""
        return [{"a": [1, None, "x"]}, []]


TYPE = Json()
