"""Which models a project of one module can have."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from generator.models.model import Model
from generator.models.naming import class_name
from generator.models.reserved import INPUTS

SINGLE_MODULE = "single_module"
"""The capability that writes one model and its pages as one module."""


def fits_one_module(models: Sequence[Model], reserved: Collection[str]) -> bool:
    """Return whether there is one plain model: no rights, references or files, and no name that the module uses."""
    model, *others = models
    columns = {field.name for field in model.fields}
    names = {model.name, *columns, *(class_name(model, field) for field in model.fields if field.choices)}
    plain = Model(
        model.name, model.fields, model.title, model.plural, model.ordering, read=model.read, write=model.write
    )
    return (
        model == plain
        and not others
        and {model.read, model.write} <= {"", "anyone"}
        and {name.removeprefix("-") for name in model.ordering} <= {"id", *columns}
        and not any(field.to or field.type in ("file", "image") for field in model.fields)
        and names.isdisjoint(reserved)
        and columns.isdisjoint(INPUTS)
    )
