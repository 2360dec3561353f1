"""The tools of the admin panel: search, filters, several at once, export, history, roles."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from people.visitor import EMAIL, Visitor, forms

PEOPLE = "/admin/people/"
BOB = "bob@example.org"

MakePerson = Callable[..., None]
Pages = Callable[[str], tuple[str, str]]


@pytest.fixture
def staff(known: Callable[..., Visitor], make_person: MakePerson) -> Visitor:
    """Staff, who have logged in, and besides them Bob, a member."""
    make_person(BOB, role="member", name="Bob")
    return known("staff")


def rows(page: str) -> str:
    """The part of a page that lists records."""
    return page.split('<table class="table', 1)[1]


def number(people_pages: Pages, email: str) -> str:
    """The number of a person, as the panel has it in its addresses."""
    return people_pages(email)[1].split("=")[1]


def send(visitor: Visitor, path: str, form: int, **given: Any) -> None:
    """Send a form of a page of the panel; they are counted from 0."""
    found = forms(visitor.open(path).text)[form]
    visitor.post(found.action or path, found.values | given)


def test_people_are_found_by_a_part_of_their_e_mail(staff: Visitor) -> None:
    found = rows(staff.open(f"{PEOPLE}?search=bob@").text)

    assert BOB in found
    assert EMAIL not in found


def test_people_are_filtered_by_role(staff: Visitor) -> None:
    page = rows(staff.open(f"{PEOPLE}?flt0_role_is=staff").text)
    everybody = rows(staff.open(f"{PEOPLE}?flt0_role_is=&flt1_active_is=").text)

    assert (EMAIL in page, BOB in page) == (True, False)
    assert (EMAIL in everybody, BOB in everybody) == (True, True)


def test_people_are_filtered_by_whether_they_can_log_in(staff: Visitor) -> None:
    page = rows(staff.open(f"{PEOPLE}?flt1_active_is=no").text)

    assert BOB not in page


def test_several_people_are_deactivated_at_once(
    staff: Visitor, make_person: MakePerson, visitor: Callable[[], Visitor], people_pages: Pages
) -> None:
    emails = [BOB, "eve@example.org", "chief@example.org"]
    make_person(emails[1], role="member")
    make_person(emails[2], role="admin")
    bob = visitor()
    bob.log_in(BOB)
    assert bob.is_logged_in()

    send(staff, PEOPLE, 1, action="deactivate", rowid=[number(people_pages, email) for email in emails])

    page = rows(staff.open(f"{PEOPLE}?flt1_active_is=no").text)
    assert [email in page for email in emails] == [True, True, False]
    assert not bob.is_logged_in()
    send(staff, PEOPLE, 1, action="activate", rowid=[number(people_pages, BOB)])
    bob.log_in(BOB)
    assert bob.is_logged_in()


def test_people_are_exported_as_csv(staff: Visitor, make_person: MakePerson) -> None:
    make_person("eve@example.org", name="=1+1")

    answer = staff.open(f"{PEOPLE}export/csv/?search=example.org")

    assert answer.mimetype == "text/csv"
    table = list(csv.reader(answer.text.splitlines()))
    assert [row[0] for row in table[1:]] == [EMAIL, BOB, "eve@example.org"]
    assert [row[1] for row in table[1:]] == ["", "Bob", "'=1+1"]


def test_every_change_is_kept_with_who_what_and_when(
    known: Callable[..., Visitor], make_person: MakePerson, people_pages: Pages
) -> None:
    make_person(BOB, role="member", name="Bob")
    admin = known("admin")
    _, form = people_pages(BOB)
    bob = number(people_pages, BOB)

    send(admin, form, 0, name="Robert", role="member")
    send(admin, PEOPLE, 1, action="deactivate", rowid=[bob])
    send(admin, form, 1)

    history = rows(admin.open("/admin/history/").text)
    for what in ("name: Bob → Robert", "active: True → False", "deleted"):
        assert what in history
    assert f"users {bob}" in history
    assert EMAIL in history
    assert f"{datetime.now(UTC):%Y-%m-%d}" in history


def test_the_history_cannot_be_changed_in_the_panel(staff: Visitor, people_pages: Pages) -> None:
    send(staff, people_pages(BOB)[1], 0, name="Robert")
    token = forms(staff.open(PEOPLE).text)[1].values["csrf_token"]

    staff.post("/admin/history/delete/", {"csrf_token": token, "id": "1"})
    staff.post("/admin/history/action/", {"csrf_token": token, "action": "delete", "rowid": "1"})
    staff.post("/admin/history/edit/?id=1", {"csrf_token": token, "what": "nothing"})

    assert "name: Bob → Robert" in staff.open("/admin/history/").text


def test_an_admin_gives_a_role(
    known: Callable[..., Visitor], make_person: MakePerson, people_pages: Pages, roles_of: Callable[[str], set[str]]
) -> None:
    make_person(BOB, role="member")
    admin = known("admin")
    _, form = people_pages(BOB)

    assert '<option selected value="member">' in admin.open(form).text
    send(admin, form, 0, role="staff")

    assert roles_of(BOB) == {"staff"}
    assert "roles: member → staff" in rows(admin.open("/admin/history/").text)


def test_staff_find_no_way_to_give_one(
    staff: Visitor, people_pages: Pages, roles_of: Callable[[str], set[str]]
) -> None:
    _, form = people_pages(BOB)

    send(staff, form, 0, role="admin")

    assert 'name="role"' not in staff.open(form).text
    assert roles_of(BOB) == {"member"}
