"""Models as templates read them."""

from __future__ import annotations

import builtins
from dataclasses import dataclass

from generator.models.model import RIGHTS
from generator.models.views.fields import FieldView, OrderingView, capitalized
from generator.models.views.lists import FieldLists
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
    def add_right(self) -> str:
        """Return the right that it takes to create a record; one with an owner needs a user."""
        return "known" if self.owner and self.write in ("anyone", "owner") else self.write

    @property
    def change_right(self) -> str:
        """Return the right that it takes to change a record, which has to be read first."""
        levels = {"anyone": 0, "staff": 2, "admin": 3}
        return self.read if levels.get(self.read, 1) > levels.get(self.write, 1) else self.write

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
