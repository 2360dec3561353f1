"""An image that a person uploads."""

from __future__ import annotations

from generator.models.bases.stored import StoredFile


class Image(StoredFile):
    """An image that a person uploads."""

    name = "image"


TYPE = Image()
