"""The roles, which are groups of Django's: the migration of this package makes them and says what they may do."""

from collections.abc import Iterable, Set

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save

from app.users import demo
from app.users.models import User

ROLES = ("member", "staff", "admin")
STAFF = ("staff", "admin")
"""The roles that open the pages of the staff."""


def connect() -> None:
    """Have everybody begin as a member, and the mark of the staff follow the roles, however those are given."""
    post_save.connect(begin_as_member, sender=User)
    m2m_changed.connect(follow_roles, sender=User.groups.through)


def grant(user: User, role: str) -> None:
    """Give somebody a role, in the place of another."""
    user.groups.set([Group.objects.get(name=role)])


def begin_as_member(instance: User, *, created: bool, raw: bool, **_: object) -> None:
    """Give somebody new the role of a member; `raw` data come with their roles."""
    if created and not raw:
        grant(instance, "member")


def follow_roles(instance: User | Group, *, action: str, pk_set: Set[int] | None, **_: object) -> None:
    """Mark as staff whose role is one of the staff's, and nobody else but superusers."""
    if not action.startswith("post_"):
        return
    people: Iterable[User]
    if isinstance(instance, User):
        people = [instance]
    else:
        people = User.objects.filter(pk__in=pk_set) if pk_set else User.objects.filter(is_staff=True)
    for user in people:
        user.is_staff = user.is_superuser or user.groups.filter(name__in=STAFF).exists()
        user.save(update_fields=["is_staff"])


def grant_to_demo_people() -> str:
    """Give each of the demo people the role that their address begins with."""
    for user in User.objects.filter(email__in=demo.EMAILS):
        grant(user, user.email.split("@")[0])
    return "Each has the role that the address begins with."
