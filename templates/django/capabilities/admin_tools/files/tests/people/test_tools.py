"""What the tools of the admin panel do beyond Django's own."""

import csv
from collections.abc import Callable

from werkzeug.wrappers import Response

from app.users.models import User
from people.visitor import Visitor, forms

PEOPLE = "/admin/users/user/"


def act(visitor: Visitor, action: str) -> Response:
    """The answer to an action on all people."""
    token = forms(visitor.open(PEOPLE).text)[1].values["csrfmiddlewaretoken"]
    keys = [str(key) for key in User.objects.values_list("pk", flat=True)]
    data = {"csrfmiddlewaretoken": token, "action": action, "_selected_action": keys}
    return visitor.client.post(PEOPLE, data=data, headers={"Referer": f"http://localhost{PEOPLE}"})


def test_people_are_exported_with_no_formula_among_them(
    known: Callable[..., Visitor], make_person: Callable[..., None]
) -> None:
    make_person("eve@example.org", name="=HYPERLINK(evil)", role="member")

    answer = act(known("staff"), "export_as_csv")

    assert answer.content_type == "text/csv; charset=utf-8"
    rows = {row["E-mail address"]: row for row in csv.DictReader(answer.get_data(as_text=True).splitlines())}
    assert rows["eve@example.org"]["Name"] == "'=HYPERLINK(evil)"
    assert "argon2" not in answer.get_data(as_text=True)


def test_staff_close_the_accounts_of_members_alone_and_it_is_written_down(
    known: Callable[..., Visitor], make_person: Callable[..., None]
) -> None:
    make_person("member@example.net", role="member")
    make_person("chief@example.net", role="admin")
    staff = known("staff")

    act(staff, "close")

    assert list(User.objects.filter(is_active=False).values_list("email", flat=True)) == ["member@example.net"]
    history = staff.open("/admin/admin/logentry/").text
    assert "Closed the account." in history
    assert "member@example.net" in history


def test_an_admin_gives_a_role(
    known: Callable[..., Visitor],
    make_person: Callable[..., None],
    raise_to_admin: Callable[[Visitor, str], None],
    roles_of: Callable[[str], set[str]],
) -> None:
    make_person("bob@example.org")

    raise_to_admin(known("admin"), "bob@example.org")

    assert roles_of("bob@example.org") == {"admin"}
