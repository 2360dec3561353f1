"""The tools of the admin panel: search, filters, several at once, export, history, roles."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from werkzeug.wrappers import Response

from people.visitor import EMAIL, Visitor, forms
from users.models import User

PEOPLE = "/admin/users/user/"
HISTORY = "/admin/admin/logentry/"
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
    return page.split('id="result_list"', 1)[-1].split("</form>", 1)[0] if 'id="result_list"' in page else ""


def act(visitor: Visitor, action: str, *emails: str) -> Response:
    """The answer to an action on people of the list."""
    token = forms(visitor.open(PEOPLE).text)[-1].values["csrfmiddlewaretoken"]
    keys = [str(key) for key in User.objects.filter(email__in=emails).values_list("pk", flat=True)]
    chosen: dict[str, Any] = {"csrfmiddlewaretoken": token, "action": action, "_selected_action": keys}
    return visitor.post(PEOPLE, chosen)


def change(visitor: Visitor, path: str, **given: str) -> None:
    """Change somebody by the form of the panel."""
    form = next(form for form in forms(visitor.open(path).text) if "name" in form.values)
    visitor.post(path, form.values | given)


def test_people_are_found_by_a_part_of_their_e_mail(staff: Visitor) -> None:
    found = rows(staff.open(f"{PEOPLE}?q=bob@").text)

    assert BOB in found
    assert EMAIL not in found


def test_people_are_filtered_by_role(staff: Visitor) -> None:
    role = Group.objects.get(name="staff").pk

    page = rows(staff.open(f"{PEOPLE}?groups__id__exact={role}").text)

    assert (EMAIL in page, BOB in page) == (True, False)


def test_people_are_filtered_by_whether_they_can_log_in(staff: Visitor) -> None:
    page = rows(staff.open(f"{PEOPLE}?is_active__exact=0").text)

    assert BOB not in page


def test_several_people_are_deactivated_at_once(
    staff: Visitor, make_person: MakePerson, visitor: Callable[[], Visitor]
) -> None:
    emails = [BOB, "eve@example.org", "chief@example.org", EMAIL]
    make_person(emails[1], role="member")
    make_person(emails[2], role="admin")
    bob = visitor()
    bob.log_in(BOB)
    assert bob.is_logged_in()

    act(staff, "deactivate", *emails)

    page = rows(staff.open(f"{PEOPLE}?is_active__exact=0").text)
    assert [email in page for email in emails] == [True, True, False, False]
    assert not bob.is_logged_in()
    act(staff, "activate", BOB)
    back = visitor()
    back.log_in(BOB)
    assert back.is_logged_in()


def test_people_are_exported_as_csv(staff: Visitor, make_person: MakePerson) -> None:
    make_person("eve@example.org", name="=1+1")

    answer = act(staff, "export_as_csv", EMAIL, BOB, "eve@example.org")

    assert answer.mimetype == "text/csv"
    table = list(csv.reader(answer.get_data(as_text=True).splitlines()))
    assert [row[0] for row in table[1:]] == [EMAIL, BOB, "eve@example.org"]
    assert [row[1] for row in table[1:]] == ["", "Bob", "'=1+1"]


def test_every_change_is_kept_with_who_what_and_when(staff: Visitor, people_pages: Pages) -> None:
    change(staff, people_pages(BOB)[1], name="Robert")
    act(staff, "deactivate", BOB)

    history = rows(staff.open(HISTORY).text)
    for what in ("Changed Name.", "Deactivated."):
        assert what in history
    assert BOB in history
    assert EMAIL in history
    assert f"{datetime.now(UTC):%Y}" in history


def test_the_history_cannot_be_changed_in_the_panel(staff: Visitor, people_pages: Pages) -> None:
    change(staff, people_pages(BOB)[1], name="Robert")
    token = forms(staff.open(PEOPLE).text)[-1].values["csrfmiddlewaretoken"]

    for path in (f"{HISTORY}add/", f"{HISTORY}1/delete/", f"{HISTORY}1/change/"):
        staff.post(path, {"csrfmiddlewaretoken": token, "post": "yes", "change_message": "nothing"})

    assert "Changed Name." in rows(staff.open(HISTORY).text)


def test_an_admin_gives_a_role(
    known: Callable[..., Visitor], make_person: MakePerson, people_pages: Pages, roles_of: Callable[[str], set[str]]
) -> None:
    make_person(BOB, role="member")
    admin = known("admin")

    change(admin, people_pages(BOB)[1], groups=str(Group.objects.get(name="staff").pk))

    assert roles_of(BOB) == {"staff"}
    assert "Groups" in rows(admin.open(HISTORY).text)


def test_staff_find_no_way_to_give_one(
    staff: Visitor, people_pages: Pages, roles_of: Callable[[str], set[str]]
) -> None:
    _, form = people_pages(BOB)

    change(staff, form, groups=str(Group.objects.get(name="admin").pk))

    assert 'name="groups"' not in staff.open(form).text
    assert roles_of(BOB) == {"member"}
