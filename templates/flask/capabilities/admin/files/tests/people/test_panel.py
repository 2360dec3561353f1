"""What staff do in the panel."""

from collections.abc import Callable

import pytest

from people.visitor import Visitor, forms

BOB = "bob@example.org"


@pytest.mark.parametrize(("role", "left"), [("member", 1), ("admin", 2)])
def test_staff_delete_a_member_but_no_admin(
    known: Callable[..., Visitor],
    make_person: Callable[..., None],
    people_pages: Callable[[str], tuple[str, str]],
    stored_passwords: Callable[[], list[str]],
    role: str,
    left: int,
) -> None:
    make_person(BOB, role=role)
    staff = known("staff")
    _, own = people_pages("ada@example.org")
    bob = people_pages(BOB)[1].split("=")[1]
    delete = forms(staff.open(own).text)[1]

    staff.post(delete.action, delete.values | {"id": bob})

    assert len(stored_passwords()) == left


def test_somebody_who_does_not_exist_has_no_form(known: Callable[..., Visitor]) -> None:
    assert known("staff").open("/admin/people/edit/?id=999", follow=False).status_code == 302
