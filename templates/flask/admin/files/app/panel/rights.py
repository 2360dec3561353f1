"""Whom staff may change in the panel, and whom they may delete."""

from flask_security import current_user

from app.users.models import User


def may_change(person: User) -> bool:
    """Whether the visitor may change a person: staff look after members, and admins after everybody."""
    return current_user.has_role("admin") or not (person.has_role("staff") or person.has_role("admin"))


def is_me(person: User) -> bool:
    """Whether a person is the visitor: nobody shuts themselves out by the panel, least of all the last admin."""
    return bool(person.id == current_user.id)


def may_delete(person: User) -> bool:
    """Whether the visitor may delete a person: admins may, but not themselves."""
    return current_user.has_role("admin") and not is_me(person)
