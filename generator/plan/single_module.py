"""Which models a project of one module, or of one app in Django, can have."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from generator.catalog.templates import Template, is_capability
from generator.models.model import Model
from generator.models.naming import class_name

SINGLE_MODULE = "single_module"
"""The capability that writes one model and its pages as one module, or in Django as one app."""


def is_enough(asked: Collection[str], template: Template) -> bool:
    """Return whether pages of models are asked for, and nothing besides but what fits any layout or has its `with/`."""
    named = set(filter(is_capability, asked))
    layers = template.layers
    besides = {id for id in named if f"{SINGLE_MODULE} with {id}" in layers or (id in layers and layers[id].any_layout)}
    return named - besides == {SINGLE_MODULE, *filter(is_capability, template.layers[SINGLE_MODULE].provides)}


def fits_one_module(models: Sequence[Model], reserved: Collection[str]) -> bool:
    """Return whether there is one plain model: no rights, references or files, and no name that is `reserved`."""
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
    )
