"""Models as templates read them."""

from __future__ import annotations

import builtins
from dataclasses import dataclass

from generator.models.model import RIGHTS
from generator.models.types import TYPES
from generator.models.views.fields import FieldView, OrderingView, capitalized
from generator.text import Text

ROLES = RIGHTS[3:]
"""The rights that are roles."""

TAKEN = frozenset(
    {
        *("config", "current_user", "db", "error", "field", "filters", "form", "g", "models", "permissions", "query"),
        *("request", "session", "title", "uploads", "url_for"),
        *dir(builtins),
    }
)
"""Names that views and pages have already, or Python, so that no variable for a record may have them."""


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
    def optional_test_fields(self) -> list[FieldView]:
        """Return the fields that a test leaves empty in a form."""
        return [field for field in self.form_test_fields if field.optional]

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
    def further_fields(self) -> list[FieldView]:
        """Return the fields besides the label."""
        return [field for field in self.fields if field is not self.label]

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
    def stable_ordering(self) -> list[OrderingView]:
        """Return the ordering with the id at its end, unless it is there: no two records are in the same place."""
        has_id = any(order.name == "id" for order in self.ordering)
        return self.ordering if has_id else [*self.ordering, OrderingView("id", descending=False)]

    @property
    def stock_fields(self) -> list[FieldView]:
        """Return the fields that the sales of a shop change."""
        return [field for field in self.fields if (self.name, field.name) == ("Product", "stock")]

    @property
    def heading(self) -> Text:
        """Return the title with a capital."""
        return capitalized(self.title)

    @property
    def headings(self) -> Text:
        """Return the plural with a capital."""
        return capitalized(self.titles)

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
