"""Models as templates read them: every default is applied, every name and literal is made.

docs/extending.md lists the names. Free text is `Text`; a literal is Python code as plain text, empty if there is none.
Lists are lists, not tuples, since templates add them up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.models import naming as names
from generator.models.model import RIGHTS, Field, Model, right_to_read, right_to_write
from generator.models.types import TYPES
from generator.text import Text, literal

ROLES = RIGHTS[3:]
"""The rights that are roles."""

TAKEN = frozenset(
    {
        *("config", "current_user", "db", "error", "field", "filters", "form", "g", "models", "permissions", "query"),
        *("request", "session", "title", "uploads", "url_for"),
    }
)
"""Names that views and pages have already, so that no variable for a record may have them."""

LISTED = 4
"""How many fields a list shows by default."""


@dataclass(frozen=True)
class ChoiceView:
    """A choice of a field; `name` is its identifier in an enum, in capitals."""

    value: Text
    label: Text
    name: str


@dataclass(frozen=True)
class OrderingView:
    """A field by which records are ordered."""

    name: str
    descending: bool

    @property
    def direction(self) -> str:
        """Return `asc` or `desc`."""
        return "desc" if self.descending else "asc"

    @property
    def key(self) -> str:
        """Return the name, with a minus sign if the order is descending."""
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True)
class Literals:
    """Values of a field as code: its default and limits, and values for demo data, documentation and tests.

    `pattern_whole` matches the whole of a value, `pattern_json` that of a line, for JSON Schema. `sequence` is an
    expression in `n`. The edges are JSON values.
    """

    default: str
    min: str
    max: str
    pattern: str
    pattern_whole: str
    pattern_json: str
    examples: list[str]
    json_examples: list[str]
    variants: list[str]
    json_variants: list[str]
    sequence: str
    json_sequence: str
    valid_edges: list[str]
    invalid_edges: list[str]


@dataclass(frozen=True, eq=False, repr=False)
class FieldView(Literals):
    """A field. `class_name` is that of an enum of its choices, and `longest` the characters of the longest one.

    `related` is the name under which the record it refers to finds this one, and `deferred` whether that record's table
    comes later.
    """

    name: str
    type: str
    optional: bool
    has_default: bool
    default_now: bool
    unique: bool
    index: bool
    length: int
    digits: int
    places: int
    on_delete: str
    title: Text
    help: Text
    choices: list[ChoiceView]
    longest: int
    class_name: str
    deferred: bool
    related: str
    target: str
    models: Mapping[str, ModelView]

    @property
    def to(self) -> ModelView | None:
        """The model that it refers to."""
        return self.models.get(self.target)

    @property
    def sample(self) -> str:
        """Return a JSON value for tests, which is not the first of the demo data if there is another one."""
        return (self.json_variants or self.json_examples)[-1]

    @property
    def label(self) -> Text:
        """Return the title with a capital."""
        return _capitalized(self.title)

    @property
    def default_choice(self) -> str:
        """Return the identifier of the choice that is the default; empty without one."""
        return next((choice.name for choice in self.choices if literal(choice.value) == self.default), "")

    @property
    def example_choice(self) -> str:
        """Return the identifier of the first choice; empty without choices."""
        return next((choice.name for choice in self.choices), "")


@dataclass(frozen=True, eq=False, repr=False)
class FieldLists:
    """The fields of a model, and those that a list shows, a search looks in, and records are filtered and sorted by.

    `label` is the field that a record is called by.
    """

    fields: list[FieldView]
    listed: list[FieldView]
    searched: list[FieldView]
    filtered: list[FieldView]
    sortable: list[FieldView]
    label: FieldView | None

    @property
    def columns(self) -> list[FieldView]:
        """Return the fields that are columns of the table."""
        return [field for field in self.fields if field.type != "many"]

    @property
    def values(self) -> list[FieldView]:
        """Return the fields that hold a value, not a file and not other records."""
        return [field for field in self.fields if TYPES[field.type].has_values]

    @property
    def references(self) -> list[FieldView]:
        """Return the fields that refer to one record."""
        return [field for field in self.fields if field.type == "ref"]

    @property
    def many_references(self) -> list[FieldView]:
        """Return the fields that refer to several records."""
        return [field for field in self.fields if field.type == "many"]

    @property
    def related_fields(self) -> list[FieldView]:
        """Return the fields that refer to other records, one or several."""
        return [field for field in self.fields if field.to]

    @property
    def deferred_references(self) -> list[FieldView]:
        """Return the references to tables that come later."""
        return [field for field in self.references if field.deferred]

    @property
    def direct_references(self) -> list[FieldView]:
        """Return the references to tables that come before, or to the table itself."""
        return [field for field in self.references if not field.deferred]

    @property
    def choice_fields(self) -> list[FieldView]:
        """Return the fields with choices."""
        return [field for field in self.fields if field.choices]

    @property
    def upload_fields(self) -> list[FieldView]:
        """Return the fields that hold a file."""
        return [field for field in self.fields if field.type in ("file", "image")]

    @property
    def unique_fields(self) -> list[FieldView]:
        """Return the fields whose value no two records share."""
        return [field for field in self.fields if field.unique]

    @property
    def indexed_fields(self) -> list[FieldView]:
        """Return the fields with an index that is not unique."""
        return [f for f in self.columns if (f.index or f.type == "ref") and not f.unique]

    @property
    def limited_fields(self) -> list[FieldView]:
        """Return the fields with a least or a greatest value."""
        return [field for field in self.fields if field.min or field.max]

    @property
    def exported_fields(self) -> list[FieldView]:
        """Return the fields of a CSV file: those that hold no file."""
        return [field for field in self.fields if field.type not in ("file", "image")]

    @property
    def required_fields(self) -> list[FieldView]:
        """Return the fields without which a record cannot be stored."""
        return [field for field in self.fields if not (field.optional or field.has_default or field.type == "many")]

    @property
    def form_test_fields(self) -> list[FieldView]:
        """Return the fields that a test fills into a form."""
        return [f for f in self.exported_fields if f.examples or (f.type == "ref" and not f.optional)]

    @property
    def required_uploads(self) -> list[FieldView]:
        """Return the fields that need a file."""
        return [field for field in self.upload_fields if not field.optional]

    @property
    def first_required(self) -> list[FieldView]:
        """Return the first required field that is no file, in a list."""
        return [f for f in self.required_fields if f.type not in ("bool", "file", "image")][:1]

    @property
    def demo_fields(self) -> list[FieldView]:
        """Return the fields that demo data and tests fill in: with examples, required files, other models' records."""
        return [
            field
            for field in self.fields
            if field.examples
            or (field.type in ("file", "image") and not field.optional)
            or (field.to and not field.deferred and field.to.fields is not self.fields)
        ]

    @property
    def further_listed(self) -> list[FieldView]:
        """Return the fields that a list shows besides the label."""
        return [field for field in self.listed if field is not self.label]

    @property
    def listed_references(self) -> list[FieldView]:
        """Return the listed fields that refer to other records."""
        return [field for field in self.listed if field.to]

    @property
    def filters(self) -> list[FieldView]:
        """Return the fields that the pages filter a list by."""
        return [field for field in self.filtered if field.type in ("bool", "choice", "ref", "many")]

    @property
    def filter_references(self) -> list[FieldView]:
        """Return the filters that choose another record."""
        return [field for field in self.filters if field.to]

    @property
    def ranged(self) -> list[FieldView]:
        """Return the fields that the API filters by a least and a greatest value."""
        return [field for field in self.fields if "min" in TYPES[field.type].settings]

    @property
    def related_models(self) -> list[ModelView]:
        """Return the other models that it refers to."""
        found = {field.target: field.to for field in self.related_fields if field.to}
        return [model for model in found.values() if model.fields is not self.fields]


@dataclass(frozen=True, eq=False, repr=False)
class ModelView(FieldLists):
    """A model. `read` and `write` are rights; `pages`, `api` and `admin` whether it is shown there.

    `pages_write` is whether its pages may write.
    """

    name: str
    snake: str
    plural: str
    path: str
    title: Text
    titles: Text
    owner: bool
    read: str
    write: str
    pages: bool
    api: bool
    admin: bool
    pages_write: bool
    staff_has_all: bool
    ordering: list[OrderingView]

    @property
    def stock_fields(self) -> list[FieldView]:
        """Return the fields that the sales of a shop change."""
        return [field for field in self.fields if (self.name, field.name) == ("Product", "stock")]

    @property
    def heading(self) -> Text:
        """Return the title with a capital."""
        return _capitalized(self.title)

    @property
    def headings(self) -> Text:
        """Return the plural with a capital."""
        return _capitalized(self.titles)

    @property
    def created_message(self) -> Text:
        """Return what is said of a new record."""
        return Text(f"The {self.title} was created.")

    @property
    def saved_message(self) -> Text:
        """Return what is said of a changed record."""
        return Text(f"The {self.title} was saved.")

    @property
    def deleted_message(self) -> Text:
        """Return what is said of a deleted record."""
        return Text(f"The {self.title} was deleted.")

    @property
    def empty_message(self) -> Text:
        """Return what is said of an empty list."""
        return Text(f"There are no {self.titles}.")

    @property
    def new_title(self) -> Text:
        """Return the heading of the form for a new record."""
        return Text(f"New {self.title}")

    @property
    def edit_title(self) -> Text:
        """Return the heading of the form for a record."""
        return Text(f"Edit {self.title}")

    @property
    def variable(self) -> str:
        """Return the name of a variable for a record."""
        return f"{self.snake}_" if self.snake in TAKEN else self.snake

    @property
    def is_referenced(self) -> bool:
        """Return whether a model refers to this one."""
        models = self.fields[0].models.values() if self.fields else ()
        return any(field.target == self.name for model in models for field in model.fields)

    @property
    def read_role(self) -> str:
        """Return the role that it takes to read; empty if it takes none."""
        return self.read if self.read in ROLES else ""

    @property
    def write_role(self) -> str:
        """Return the role that it takes to write; empty if it takes none."""
        return self.write if self.write in ROLES else ""

    @property
    def anyone_reads(self) -> bool:
        """Return whether everyone may read."""
        return self.read == "anyone"

    @property
    def anyone_writes(self) -> bool:
        """Return whether everyone may write."""
        return self.write == "anyone"

    @property
    def visitors_write(self) -> bool:
        """Return whether visitors may write, where the settings allow it: a record with an owner needs a user."""
        return self.anyone_writes and not self.owner

    @property
    def owners_read(self) -> bool:
        """Return whether a record is for its owner to read."""
        return self.read == "owner"

    @property
    def owners_write(self) -> bool:
        """Return whether a record is for its owner to change."""
        return self.write == "owner"


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


def _capitalized(text: Text) -> Text:
    return Text(text[:1].upper() + text[1:])


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
