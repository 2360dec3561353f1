"""Which users staff may change and delete in the admin."""

from flask_security import current_user

from app.users.models import User


def may_change(user: User) -> bool:
    """Return whether the current user may change another: staff change members, admins change everyone."""
    return current_user.has_role("admin") or not (user.has_role("staff") or user.has_role("admin"))


def is_me(user: User) -> bool:
    """Return whether it is the current user: nobody locks themselves out, least of all the last admin."""
    return bool(user.id == current_user.id)


def may_delete(user: User) -> bool:
    """Return whether the current user may delete another: admins may, but not themselves."""
    return current_user.has_role("admin") and not is_me(user)
