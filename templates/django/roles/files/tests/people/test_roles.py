"""What Django's groups have to do with the mark of the staff."""

from collections.abc import Callable

from django.contrib.auth.models import Group

from people.visitor import EMAIL
from users.models import User


def is_staff() -> bool:
    return User.objects.get(email=EMAIL).is_staff


def test_the_mark_of_the_staff_follows_the_role_from_either_side(make_person: Callable[..., None]) -> None:
    make_person()
    ada, staff = User.objects.get(email=EMAIL), Group.objects.get(name="staff")

    ada.groups.add(staff)
    assert is_staff()
    ada.groups.clear()
    assert not is_staff()
    staff.user_set.add(ada)
    assert is_staff()
    staff.user_set.clear()
    assert not is_staff()


def test_a_superuser_stays_staff_whatever_the_role(db: None) -> None:
    User.objects.create_superuser(EMAIL)

    assert is_staff()
