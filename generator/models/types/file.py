"""A file that a person uploads."""

from __future__ import annotations

from generator.models.bases.stored import StoredFile


class File(StoredFile):
    """A file that a person uploads."""

    name = "file"


TYPE = File()
