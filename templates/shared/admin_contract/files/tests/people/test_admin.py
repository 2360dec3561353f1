"""The admin panel: closed to all but staff, and no way up for those."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from people.visitor import EMAIL, LOG_IN, Visitor
from test_contract import assert_protected

ADMIN = "/admin/"


def test_every_page_of_the_panel_is_closed_to_strangers_and_members(
    all_routes: dict[str, str], visitor: Callable[[], Visitor], known: Callable[..., Visitor]
) -> None:
    pages = [path for path in all_routes.values() if path.startswith(ADMIN)]
    stranger, member = visitor(), known("member")

    assert len(pages) > 3
    for page in pages:
        assert stranger.open(page, follow=False).status_code in {301, 302, 403, 404, 405}, page
        assert "password" not in stranger.open(page, follow=False).text, page
        assert member.open(page, follow=False).status_code in {301, 302, 403, 404, 405}, page


def test_strangers_are_sent_to_the_site_s_own_log_in(visitor: Callable[[], Visitor]) -> None:
    page = visitor().open(ADMIN)

    assert page.request.path == LOG_IN
    assert unquote(page.request.query_string.decode()) == f"next={ADMIN}"


@pytest.mark.parametrize("role", ["staff", "admin"])
def test_staff_come_in(known: Callable[..., Visitor], role: str) -> None:
    page = known(role).open(ADMIN)

    assert page.status_code == 200
    assert page.request.path == ADMIN
    assert_protected(page)


def test_the_panel_is_offered_to_staff_alone(known: Callable[..., Visitor]) -> None:
    assert f'href="{ADMIN}"' in known("staff", email="staff@example.net").open("/").text
    assert f'href="{ADMIN}"' not in known("member").open("/").text


def test_the_panel_shows_no_password(
    known: Callable[..., Visitor],
    people_pages: Callable[[str], tuple[str, str]],
    stored_passwords: Callable[[], list[str]],
) -> None:
    admin = known("admin")

    for path in people_pages(EMAIL):
        page = admin.open(path)
        assert page.status_code == 200
        assert EMAIL in page.text
        assert stored_passwords()[0] not in page.text
        assert "argon2id$v=" not in page.text


def test_staff_cannot_raise_anybody(
    known: Callable[..., Visitor],
    make_person: Callable[..., None],
    people_pages: Callable[[str], tuple[str, str]],
    raise_to_admin: Callable[[Visitor, str], None],
    roles_of: Callable[[str], set[str]],
) -> None:
    make_person("bob@example.org", role="member")
    staff = known("staff")

    for email in ("bob@example.org", EMAIL):
        raise_to_admin(staff, email)

    assert roles_of("bob@example.org") == {"member"}
    assert roles_of(EMAIL) == {"staff"}


def test_staff_cannot_change_an_admin(
    known: Callable[..., Visitor], make_person: Callable[..., None], people_pages: Callable[[str], tuple[str, str]]
) -> None:
    make_person("chief@example.org", role="admin")
    staff = known("staff")
    _, form = people_pages("chief@example.org")

    page = staff.open(form, follow=False)

    assert page.status_code != 200 or "<input" not in page.text.split("chief@example.org", 1)[1]
    assert staff.post(form, {"email": "mine@example.org"}).status_code >= 300
