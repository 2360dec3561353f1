"""Models and their fields, as parsed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

RIGHTS = ("anyone", "known", "owner", "member", "staff", "admin")
"""Who may read or write records: everyone; users and tokens; the owner of a record; users with that role or above."""

PLACES = ("pages", "api", "admin")
"""Where records are shown, unless the model excludes it in `without`."""


@dataclass(frozen=True)
class Field:
    """A field of a model.

    `default` is a Python value of the type's own (`Decimal`, `date`, …), None where there is none. `length` counts
    characters, `digits` and `places` those of a decimal. `to` names the model that a `ref` or `many` points at, and
    `on_delete` (cascade, protect, null) is what happens to this row when that one is deleted. `title` and `help` are
    free text, empty where nothing was said.
    """

    name: str
    type: str
    optional: bool = False
    default: Any = None
    unique: bool = False
    index: bool = False
    min: Any = None
    max: Any = None
    pattern: str = ""
    example: str = ""
    length: int = 0
    digits: int = 0
    places: int = 0
    choices: tuple[str, ...] = ()
    to: str = ""
    on_delete: str = ""
    title: str = ""
    help: str = ""


@dataclass(frozen=True)
class Model:
    """A model. `title` and `plural` are free text, empty by default.

    `ordering` has field names, with `-` before them where the last comes first. `read` and `write` are `RIGHTS`, empty
    where nothing was said. `listed`, `searched` and `filtered` are field names; None where nothing was said. `without`
    has those of `PLACES` that do not show it.
    """

    name: str
    fields: tuple[Field, ...]
    title: str = ""
    plural: str = ""
    ordering: tuple[str, ...] = ()
    owner: bool = False
    read: str = ""
    write: str = ""
    listed: tuple[str, ...] | None = None
    searched: tuple[str, ...] | None = None
    filtered: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()


def right_to_read(model: Model, capabilities: Collection[str]) -> str:
    """Return the right that it takes to read records of a model, one of `RIGHTS`."""
    usual = "owner" if _is_owned(model) else "known"
    return model.read or (usual if "accounts" in capabilities else "anyone")


def right_to_write(model: Model, capabilities: Collection[str]) -> str:
    """Return the right that it takes to write records of a model, one of `RIGHTS`."""
    if model.write or "accounts" not in capabilities:
        return model.write or ("known" if "api" in capabilities else "anyone")
    return "owner" if _is_owned(model) else "known"


def _is_owned(model: Model) -> bool:
    return model.owner or "owner" in (model.read, model.write)
