"""Text of one line."""

from __future__ import annotations

import re
from typing import Any

from generator.models.bases.texts import PatternText, blank_texts, free_text
from generator.models.messages import quoted
from generator.models.model import Field


class Str(PatternText):
    """Text of one line."""

    name = "str"
    default_length = 200
    is_searched_by_default = True

    def parse(self, text: str, field: Field) -> str:
        """Return the text."""
        if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text):
            raise ValueError(f"found {quoted(text)}, expected one line")
        return free_text(text, field)

    def invalid_texts(self, field: Field) -> list[Any]:
        """Return blank texts, one that is too long, one with a control character, and a number."""
        return [*blank_texts(field), "a" * (field.length + 1), "a\0b", 5]


TYPE = Str()
