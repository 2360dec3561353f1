"""What Django's panel would give away, or let somebody do, by itself."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.contrib.admin.models import LogEntry

from people.visitor import EMAIL, PASSWORD, Visitor, forms
from users.models import User

Pages = Callable[[str], tuple[str, str]]


def token(visitor: Visitor, path: str) -> dict[str, str]:
    """What makes a form of the panel one of this site's."""
    return {"csrfmiddlewaretoken": forms(visitor.open(path).text)[-1].values["csrfmiddlewaretoken"]}


@pytest.mark.parametrize("lookup", ["password__startswith", "password__regex", "groups__user__password__startswith"])
def test_a_password_cannot_be_guessed_by_the_filters_of_the_list(
    known: Callable[..., Visitor], people_pages: Pages, lookup: str
) -> None:
    staff = known("staff")
    people, _ = people_pages(EMAIL)

    answer = staff.open(f"{people}?{lookup}={quote('argon2')}", follow=False)

    assert answer.status_code != 200
    assert EMAIL not in answer.text


def test_an_admin_cannot_take_the_own_role_or_log_in_away(
    known: Callable[..., Visitor], people_pages: Pages, roles_of: Callable[[str], set[str]]
) -> None:
    admin = known("admin")
    people, form = people_pages(EMAIL)
    pk = User.objects.get(email=EMAIL).pk

    admin.post(form, {**token(admin, form), "name": "Ada", "groups": "1"})
    admin.post(form.replace("/change/", "/delete/"), {**token(admin, form), "post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": str(pk), "post": "yes"}
    admin.post(people, {**token(admin, form), **chosen})

    ada = User.objects.get(email=EMAIL)
    assert ada.name == "Ada"
    assert ada.is_active
    assert roles_of(EMAIL) == {"admin"}


def test_a_session_from_before_a_deactivation_stays_ended(
    known: Callable[..., Visitor],
    make_person: Callable[..., None],
    visitor: Callable[[], Visitor],
    people_pages: Pages,
) -> None:
    make_person("bob@example.org", role="member")
    bob = visitor()
    bob.log_in("bob@example.org")
    admin = known("admin")
    _, form = people_pages("bob@example.org")

    admin.post(form, {**token(admin, form), "name": "Bob"})
    assert not User.objects.get(name="Bob").is_active
    admin.post(form, {**token(admin, form), "name": "Bob", "is_active": "on"})

    assert User.objects.get(name="Bob").is_active
    assert not bob.is_logged_in()


def test_whoever_has_worked_in_the_panel_cannot_delete_the_record_of_it(
    known: Callable[..., Visitor], make_person: Callable[..., None], people_pages: Pages
) -> None:
    make_person("bob@example.org", role="member")
    staff = known("staff")
    _, form = people_pages("bob@example.org")
    staff.post(form, {**token(staff, form), "name": "Bob", "is_active": "on"})
    assert User.objects.filter(name="Bob").exists()

    staff.fill_in("/accounts/delete/", current_password=PASSWORD)

    assert LogEntry.objects.filter(user__email=EMAIL).count() == 1
    assert "is kept with your account" in staff.open("/accounts/profile/").text
