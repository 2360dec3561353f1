"""Types whose values are files."""

from __future__ import annotations

from generator.models.bases.field_type import FieldType


class StoredFile(FieldType):
    """A file that a person uploads."""

    settings = ("optional",)
    has_values = False
    can_be_listed = can_be_filtered = can_be_sorted = is_listed_by_default = False
