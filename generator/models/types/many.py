"""References to any number of records."""

from __future__ import annotations

from generator.models.bases.references import Reference


class Many(Reference):
    """References to any number of records."""

    name = "many"
    settings = ("to",)
    arguments = ("to",)
    can_be_listed = can_be_filtered = is_listed_by_default = False
    is_listed_if_alone = True


TYPE = Many()
