"""Text of several lines and any length."""

from __future__ import annotations

from typing import Any

from generator.models.bases.texts import PatternText, blank_texts, free_text
from generator.models.model import Field
from generator.models.settings import FieldSettings


class Text(PatternText):
    """Text of several lines and any length."""

    name = "text"
    settings = ("optional", "default", "pattern", "example")
    arguments = ()
    can_be_filtered = can_be_sorted = can_be_label = False
    is_listed_by_default = False
    is_listed_if_alone = True
    is_searched_by_default = True

    def read_settings(self, settings: FieldSettings, model: str) -> dict[str, Any]:
        """Return nothing: it has no length."""
        return {}

    def parse(self, text: str, field: Field) -> str:
        """Return the text."""
        return free_text(text, field)

    def longest(self, field: Field) -> str:
        """Return a text of two lines."""
        return "two\nlines"

    def invalid_texts(self, field: Field) -> list[Any]:
        """Return blank texts, one with a control character, and a number."""
        return [*blank_texts(field), "a\0b", 5]


TYPE = Text()
