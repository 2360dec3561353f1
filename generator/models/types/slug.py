"""A part of a URL: letters, digits, hyphens and underscores."""

from __future__ import annotations

import re
from typing import Any

from generator.models.bases.texts import FormattedText, PatternText
from generator.models.model import Field, Model
from generator.models.naming import snake


class Slug(PatternText, FormattedText):
    """A part of a URL: letters, digits, hyphens and underscores."""

    name = "slug"
    default_length = 100
    format = r"[A-Za-z0-9_-]+"
    expected = "letters, digits, - and _"
    separator = "-"
    is_searched_by_default = True

    def texts_by_name(self, field: Field, model: Model) -> list[str]:
        """Return the texts as slugs."""
        texts = super().texts_by_name(field, model)
        return [re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") for text in texts]

    def start_of_sequence(self, model: Model) -> str:
        """Return the name of the model as a slug."""
        return snake(model.name).replace("_", "-")

    def invalid_texts(self, field: Field) -> list[Any]:
        """Return a text with blanks, and one that is too long."""
        return ["not a slug", "a" * (field.length + 1)]


TYPE = Slug()
