"""What staff who work in the panel all day need: to search, filter, export, and change several people at once."""

from typing import Any

from flask import flash
from flask_admin.actions import action
from flask_admin.contrib.sqla.filters import BaseSQLAFilter
from flask_security import current_user
from sqlalchemy import select

from app.admin.permissions import is_me, may_change
from app.extensions import db
from app.users.models import Role, User, user_datastore

ROLES = ("member", "staff", "admin")
"""The roles that an admin may give, by name."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula."""


class RoleFilter(BaseSQLAFilter):
    """People of a role."""

    def apply(self, query: Any, value: str, _alias: object = None) -> Any:
        """Those of the people asked for who have the role; all of them, where no role is named."""
        return query.filter(User.roles.any(Role.name == value)) if value else query

    def operation(self) -> str:
        """The word between the filter's name and what is chosen."""
        return "is"


class ActiveFilter(BaseSQLAFilter):
    """People who can log in, or who cannot."""

    def apply(self, query: Any, value: str, _alias: object = None) -> Any:
        """Those of the people asked for who are active, or are not; all of them, where nothing is chosen."""
        return query.filter(User.active.is_(value == "yes")) if value else query

    def operation(self) -> str:
        """The word between the filter's name and what is chosen."""
        return "is"


class PeopleTools:
    """The tools on the list of people."""

    named_filter_urls = True
    column_searchable_list = ("email", "name")
    column_filters = (
        RoleFilter(User.id, "Role", options=[(name, name) for name in ROLES]),
        ActiveFilter(User.active, "Active", options=[("yes", "yes"), ("no", "no")]),
    )
    can_export = True

    def get_export_value(self, model: User, name: str) -> str:
        """A cell of the CSV file; a text that looks like a formula is led in by an apostrophe."""
        value = str(super().get_export_value(model, name))  # type: ignore[misc] # of Flask-Admin's view
        return f"'{value}" if value.startswith(FORMULA) else value

    def edit_form(self, obj: User | None = None) -> Any:
        """The form of a person; the role is in it for whoever may give roles, but to somebody else."""
        form = super().edit_form(obj)  # type: ignore[misc] # of Flask-Admin's view
        if not current_user.has_permission("roles.give") or (obj and is_me(obj)):
            del form.role
        return form

    def on_form_prefill(self, form: Any, id: str) -> None:  # noqa: A002 - as in Flask-Admin
        """The person's role in the form."""
        if "role" in form:
            form.role.data = next((role.name for role in db.session.get_one(User, int(id)).roles), "member")

    def on_model_change(self, form: Any, model: User, _is_created: bool) -> None:
        """The role that was chosen, instead of those held so far."""
        if "role" in form:
            model.roles = list(db.session.scalars(select(Role).where(Role.name == form.role.data)))

    @action("deactivate", "Deactivate the selected people")  # type: ignore[untyped-decorator] # Flask-Admin has no types
    def deactivate(self, ids: list[str]) -> None:
        """Nobody of those can log in, and their sessions end."""
        set_active(ids, active=False)

    @action("activate", "Activate the selected people")  # type: ignore[untyped-decorator] # Flask-Admin has no types
    def activate(self, ids: list[str]) -> None:
        """All of those can log in again."""
        set_active(ids, active=True)


def set_active(ids: list[str], *, active: bool) -> None:
    """Change those of the people whom the visitor may change, but not the visitor."""
    people = db.session.scalars(select(User).where(User.id.in_([int(id_) for id_ in ids if id_.isdecimal()]))).all()
    changed = [person for person in people if may_change(person) and not is_me(person)]
    for person in changed:
        person.active = active
        if not active:
            user_datastore.set_uniquifier(person)  # ends the sessions
    db.session.commit()
    flash(f"Changed: {len(changed)}. Left as they are: {len(people) - len(changed)}.", "info")
