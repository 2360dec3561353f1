"""What staff do in the panel."""

from collections.abc import Callable

import pytest

from people.visitor import EMAIL, Visitor, forms

BOB = "bob@example.org"
EVE = "eve@example.org"


@pytest.mark.parametrize(
    ("who", "role", "left"),
    [("staff", "member", 2), ("staff", "admin", 2), ("admin", "member", 1), ("admin", "admin", 1)],
)
def test_admins_delete_people_and_staff_do_not(
    known: Callable[..., Visitor],
    make_person: Callable[..., None],
    people_pages: Callable[[str], tuple[str, str]],
    stored_passwords: Callable[[], list[str]],
    who: str,
    role: str,
    left: int,
) -> None:
    make_person(BOB, role=role)
    somebody = known(who)
    bob = people_pages(BOB)[1].split("=")[1]
    token = forms(somebody.open("/accounts/profile/").text)[0].values["csrf_token"]

    somebody.post("/admin/people/delete/", {"csrf_token": token, "id": bob})

    assert len(stored_passwords()) == left


def test_the_form_offers_to_delete_where_that_is_allowed(
    known: Callable[..., Visitor], make_person: Callable[..., None], people_pages: Callable[[str], tuple[str, str]]
) -> None:
    make_person(BOB, role="member")
    staff, admin = known("staff", email=EVE), known("admin")
    _, form = people_pages(BOB)

    assert "Delete for good" not in staff.open(form).text
    assert "Delete for good" in admin.open(form).text
    assert "Delete for good" not in admin.open(people_pages(EMAIL)[1]).text


def test_nobody_shuts_themselves_out(
    known: Callable[..., Visitor],
    people_pages: Callable[[str], tuple[str, str]],
    roles_of: Callable[[str], set[str]],
) -> None:
    admin = known("admin")
    _, form = people_pages(EMAIL)
    values = forms(admin.open(form).text)[0].values
    values.pop("active", None)

    admin.post(form, values | {"name": "Ada", "role": "member"})
    admin.post("/admin/people/delete/", values | {"id": form.split("=")[1]})

    assert roles_of(EMAIL) == {"admin"}
    assert "Ada" in admin.open("/admin/people/").text


@pytest.mark.parametrize("query", ["id=", "id=1,3", "id=1&id=2", "id=99999999999999999999", "id=x"])
def test_what_is_no_number_of_a_person_has_no_form(known: Callable[..., Visitor], query: str) -> None:
    assert known("admin").open(f"/admin/people/edit/?{query}", follow=False).status_code == 302


def test_no_page_of_the_list_is_too_far_away(known: Callable[..., Visitor]) -> None:
    assert known("staff").open("/admin/people/?page=99999999999999999999", follow=False).status_code < 500


def test_somebody_who_does_not_exist_has_no_form(known: Callable[..., Visitor]) -> None:
    assert known("staff").open("/admin/people/edit/?id=999", follow=False).status_code == 302
