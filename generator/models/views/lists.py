"""Lists of a model's fields, as templates read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.models.types import TYPES
from generator.models.views.fields import FieldView

if TYPE_CHECKING:
    from generator.models.views.models import ModelView


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
    def checked_fields(self) -> list[FieldView]:
        """Return the fields that a constraint of the database checks."""
        return [field for field in self.fields if field.min or field.max or field.choices]

    @property
    def time_default_fields(self) -> list[FieldView]:
        """Return the times of day whose default is the present one."""
        return [field for field in self.fields if field.type == "time" and field.default_now]

    @property
    def json_default_fields(self) -> list[FieldView]:
        """Return the JSON fields whose default is neither an empty object nor an empty list."""
        return [f for f in self.fields if f.type == "json" and f.has_default and f.default not in ("{}", "[]")]

    @property
    def created_fields(self) -> list[FieldView]:
        """Return the fields that a migration creates with the table."""
        return [field for field in self.fields if not field.deferred]

    @property
    def added_fields(self) -> list[FieldView]:
        """Return the fields that a migration adds once all tables are there."""
        return [field for field in self.fields if field.deferred]

    @property
    def declared_form_fields(self) -> list[FieldView]:
        """Return the fields that a form of Django declares: URLs, and optional texts that are NULL if empty."""
        return [field for field in self.fields if field.type == "url" or (field.type == "text" and field.optional)]

    @property
    def widget_fields(self) -> list[FieldView]:
        """Return the fields with a widget that Django would not choose for a form."""
        types = ("date", "datetime", "time")
        return [f for f in self.fields if f.type in types or (f.type == "text" and not f.optional)]

    @property
    def private_references(self) -> list[FieldView]:
        """Return the fields that refer to records that their owners alone may read."""
        return [field for field in self.related_fields if field.to and field.to.owners_read]

    @property
    def autocomplete_fields(self) -> list[FieldView]:
        """Return the references that the admin completes: to models that it can search."""
        return [field for field in self.related_fields if field.to and field.to.admin and field.to.searched]

    @property
    def raw_id_fields(self) -> list[FieldView]:
        """Return the other references in the admin."""
        return [field for field in self.related_fields if field not in self.autocomplete_fields]

    @property
    def option_filters(self) -> list[FieldView]:
        """Return the filters with a few options."""
        return [field for field in self.filters if not field.to]

    @property
    def listed_columns(self) -> list[FieldView]:
        """Return the columns that a list shows besides the label."""
        return [field for field in self.further_listed if field.type != "many"]

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
    def page_test_fields(self) -> list[FieldView]:
        """Return the fields that a test of Django's pages fills into a form."""
        return [f for f in self.fields if not f.optional and (f.examples or f.type in ("ref", "file", "image"))]

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
    def first_refused(self) -> list[FieldView]:
        """Return the first required field that a form of Django refuses without a value, in a list: JSON is not."""
        return [f for f in self.required_fields if f.type not in ("bool", "file", "image", "json")][:1]

    @property
    def conflicting_fields(self) -> list[FieldView]:
        """Return the fields that the database may refuse although the form is valid: unique ones, and empty JSON."""
        return [f for f in self.fields if f.unique or (f.type == "json" and not f.optional)]

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
    def demo_columns(self) -> list[FieldView]:
        """Return the columns that demo data fill in."""
        return [field for field in self.demo_fields if field.type != "many"]

    @property
    def demo_many_references(self) -> list[FieldView]:
        """Return the references to several records that demo data fill in."""
        return [field for field in self.demo_fields if field.type == "many"]

    @property
    def required_references(self) -> list[FieldView]:
        """Return the references without which a record cannot be stored."""
        return [field for field in self.required_fields if field.to]

    @property
    def factory_fields(self) -> list[FieldView]:
        """Return the fields that a record needs in tests, and that refer to no other record."""
        return [field for field in self.required_fields if not field.to]

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
    def lookup_fields(self) -> list[FieldView]:
        """Return the fields that Django's API filters by, unless their name is a parameter of lists."""
        chosen = [field for field in self.fields if field in self.filtered or field in self.ranged]
        return [f for f in chosen if f.input_name == f.name and f.type not in ("file", "image", "json")]

    @property
    def serializer_fields(self) -> list[FieldView]:
        """Return the fields whose optionality Django REST framework does not take from the column as it should.

        These are optional texts, choices and files, which are null without a value, and required JSON.
        """
        types = {"str", "text", "slug", "email", "url", "choice", "file", "image"}
        required = [field for field in self.required_fields if field.type == "json"]
        return [f for f in self.fields if (f.optional and f.type in types) or f in required]

    @property
    def checked_references(self) -> list[FieldView]:
        """Return the references that Django's API limits: to several records, and to those of an owner."""
        return [f for f in self.related_fields if f.type == "many" or f in self.private_references]

    @property
    def payload_fields(self) -> list[FieldView]:
        """Return the fields that a test of the API sends."""
        return [field for field in self.form_test_fields if not field.deferred or not field.optional]

    @property
    def related_models(self) -> list[ModelView]:
        """Return the other models that it refers to."""
        found = {field.target: field.to for field in self.related_fields if field.to}
        return [model for model in found.values() if model.fields is not self.fields]
