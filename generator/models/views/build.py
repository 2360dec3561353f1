"""From models to what templates read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from generator.models import naming as names
from generator.models.model import Field, Model, right_to_read, right_to_write
from generator.models.types import TYPES
from generator.models.views.fields import ChoiceView, FieldView, Literals, OrderingView
from generator.models.views.lists import FieldLists
from generator.models.views.models import ModelView
from generator.text import Text

LISTED = 4
"""How many fields a list shows by default."""


def model_views(models: Sequence[Model], *, accounts: bool, roles: bool, api: bool) -> list[ModelView]:
    """Return the models for templates, each after those it refers to as far as it can be."""
    capabilities = [id for id, chosen in (("accounts", accounts), ("roles", roles), ("api", api)) if chosen]
    ordered = in_order(models)
    views: dict[str, ModelView] = {}
    for place, model in enumerate(ordered):
        later = {other.name for other in ordered[place + 1 :]}
        fields = [_field_view(field, model, later, views) for field in model.fields]
        views[model.name] = _model_view(model, fields, capabilities)
    return list(views.values())


def in_order(models: Iterable[Model]) -> list[Model]:
    """Return the models, each after those it refers to as far as cycles of optional references allow."""
    waiting, ordered = {model.name: model for model in models}, list[Model]()
    while waiting:
        ready = [m for m in waiting.values() if not _waits(m, waiting, required=False)]
        ready = ready or [m for m in waiting.values() if not _waits(m, waiting, required=True)]
        ordered.append(waiting.pop((ready or list(waiting.values()))[0].name))
    return ordered


def _waits(model: Model, waiting: Mapping[str, Model], *, required: bool) -> bool:
    """Return whether the model refers to a waiting one; `required`: whether it cannot do without."""
    references = (f for f in model.fields if f.to and not (required and (f.optional or f.type == "many")))
    return any(field.to in waiting and field.to != model.name for field in references)


def _model_view(model: Model, fields: list[FieldView], capabilities: Collection[str]) -> ModelView:
    read, write = right_to_read(model, capabilities), right_to_write(model, capabilities)
    accounts = "accounts" in capabilities
    return ModelView(
        name=model.name,
        snake=names.snake(model.name),
        plural=names.plural(model),
        path=names.path(model),
        title=Text(names.title(model)),
        titles=Text(names.titles(model)),
        owner=model.owner or "owner" in (model.read, model.write),
        read=read,
        write=write,
        pages="pages" not in model.without and (accounts or read == "anyone"),
        api="api" not in model.without,
        admin="admin" not in model.without,
        pages_write=accounts or write == "anyone",
        staff_has_all="roles" in capabilities,
        ordering=[OrderingView(n.removeprefix("-"), n.startswith("-")) for n in model.ordering or ("id",)],
        **vars(_field_lists(model, fields)),
    )


def _field_lists(model: Model, fields: list[FieldView]) -> FieldLists:
    by_name = {field.name: field for field in fields}

    def named(chosen: Sequence[str] | None, default: list[FieldView]) -> list[FieldView]:
        return default if chosen is None else [by_name[name] for name in chosen]

    def of_type(attribute: str) -> list[FieldView]:
        return [field for field in fields if getattr(TYPES[field.type], attribute)]

    shown = of_type("is_listed_by_default") or of_type("is_listed_if_alone")
    return FieldLists(
        fields=fields,
        listed=named(model.listed, shown[:LISTED]),
        searched=named(model.searched, of_type("is_searched_by_default")),
        filtered=named(model.filtered, of_type("is_filtered_by_default")),
        sortable=of_type("can_be_sorted"),
        label=next(iter(of_type("can_be_label")), None),
    )


def _field_view(field: Field, model: Model, later: Collection[str], views: Mapping[str, ModelView]) -> FieldView:
    type = TYPES[field.type]
    return FieldView(
        name=field.name,
        type=field.type,
        optional=field.optional,
        has_default=field.default is not None,
        default_now=bool(type.generated_default) and field.default == type.generated_default,
        unique=field.unique,
        index=field.index,
        length=field.length,
        digits=field.digits,
        places=field.places,
        on_delete=field.on_delete,
        title=Text(field.title or names.field_title(field)),
        help=Text(field.help),
        choices=_choices(field.choices),
        longest=max(map(len, field.choices), default=0),
        class_name=names.class_name(model, field),
        deferred=field.to in later,
        related=names.related_name(model, field),
        target=field.to,
        models=views,
        **vars(_literals(field, model)),
    )


def _literals(field: Field, model: Model) -> Literals:
    type = TYPES[field.type]
    examples = type.examples(field, model)
    variants = type.variants(field, model) if field.unique or field.pattern else []
    code, json_code = type.sequence(field, model) if variants else ("", "")
    return Literals(
        default=_literal(field.default, field),
        min=_literal(field.min, field),
        max=_literal(field.max, field),
        pattern=type.literal(field.pattern) if field.pattern else "",
        pattern_whole=type.literal(rf"\A(?:{field.pattern})\Z") if field.pattern else "",
        pattern_json=type.literal(f"^(?:{field.pattern})$") if field.pattern else "",
        examples=[type.literal(value) for value in examples],
        json_examples=[type.literal(type.json_value(value)) for value in examples],
        variants=[type.literal(value) for value in variants],
        json_variants=[type.literal(type.json_value(value)) for value in variants],
        sequence=code,
        json_sequence=json_code,
        valid_edges=[type.literal(value) for value in type.valid_edges(field)],
        invalid_edges=[type.literal(value) for value in type.invalid_edges(field)],
    )


def _literal(value: Any, field: Field) -> str:
    return "" if value is None else TYPES[field.type].literal(value)


def _choices(values: Sequence[str]) -> list[ChoiceView]:
    return [
        ChoiceView(Text(value), Text(names.choice_label(value)), name)
        for value, name in zip(values, _capitals(values), strict=True)
    ]


def _capitals(values: Sequence[str]) -> list[str]:
    """Return distinct identifiers in capitals: `in review` gives `IN_REVIEW`, `3d` gives `VALUE_3D`."""
    found: list[str] = []
    for value in values:
        plain = re.sub(r"[^A-Z0-9]+", "_", value.upper()).strip("_")
        name = plain if plain[:1].isalpha() else f"VALUE_{plain}".rstrip("_")
        found.append(name if name not in found else f"{name}_{len(found) + 1}")
    return found
