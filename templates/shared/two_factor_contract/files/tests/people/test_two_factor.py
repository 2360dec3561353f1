"""The second factor: asked for at log-in, required for staff, and what helps when the phone is lost."""

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from people.access import ACCESS
from people.codes import SECRET, code
from people.visitor import Visitor, forms

SET_UP = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"
RECOVERY_CODES = "/accounts/2fa/recovery-codes/"
RECOVERY = "/accounts/2fa/recovery/"
"""Where a recovery code is entered, if that has a page of its own."""


def use_recovery_code(visitor: Visitor, value: str) -> TestResponse:
    """The answer to a recovery code."""
    page = visitor.open(AUTHENTICATE)
    return visitor.fill_in(RECOVERY if f'href="{RECOVERY}"' in page.text else AUTHENTICATE, one_time_code=value)


def recovery_codes(page: str) -> list[str]:
    """The recovery codes on a page."""
    return re.findall(r"<li[^>]*>\s*(?:<code>)?([0-9a-z-]{8,})(?:</code>)?\s*</li>", page)


@pytest.fixture
def staff(make_person: Callable[..., None], visitor: Callable[[], Visitor]) -> Visitor:
    """Staff with a second factor, who have not logged in."""
    make_person(role="staff")
    return visitor()


@pytest.mark.parametrize("role", ["staff", "admin"])
def test_staff_without_a_second_factor_are_sent_to_set_it_up(
    make_person: Callable[..., None], visitor: Callable[[], Visitor], all_routes: dict[str, str], role: str
) -> None:
    make_person(role=role, second_factor=False)
    somebody = visitor()
    somebody.log_in()
    pages = [path for route, path in all_routes.items() if ACCESS[route][1:3] == (403, 200)]

    assert pages
    for page in pages:
        answer = somebody.open(page, follow=False)
        assert answer.status_code == 302, page
        assert answer.location.startswith(SET_UP), page


def test_a_second_factor_is_set_up(make_person: Callable[..., None], visitor: Callable[[], Visitor]) -> None:
    make_person(role="staff", second_factor=False)
    somebody = visitor()
    somebody.log_in()
    page = somebody.open(SET_UP)
    (secret,) = set(re.findall(r"\b[A-Z2-7]{26,}\b", re.sub(r'"data:[^"]*"', "", page.text)))

    assert 'src="data:image/svg+xml' in page.text
    assert somebody.send(page, one_time_code="000000").status_code == 200
    assert somebody.open("/people/", follow=False).status_code == 302
    assert somebody.send(page, one_time_code=code(secret)).status_code == 302
    assert somebody.open("/people/", follow=False).status_code == 200


def test_the_code_that_sets_it_up_does_not_open(
    make_person: Callable[..., None], visitor: Callable[[], Visitor]
) -> None:
    make_person(role="staff", second_factor=False)
    somebody, thief = visitor(), visitor()
    somebody.log_in()
    page = somebody.open(SET_UP)
    (secret,) = set(re.findall(r"\b[A-Z2-7]{26,}\b", re.sub(r'"data:[^"]*"', "", page.text)))
    somebody.send(page, one_time_code=code(secret))

    thief.log_in()
    thief.fill_in(AUTHENTICATE, one_time_code=code(secret))

    assert somebody.is_logged_in()
    assert not thief.is_logged_in()


def test_members_may_do_without(make_person: Callable[..., None], visitor: Callable[[], Visitor]) -> None:
    make_person(role="member")
    somebody = visitor()

    somebody.log_in()

    assert somebody.is_logged_in()


def test_the_password_alone_does_not_open(staff: Visitor) -> None:
    assert staff.log_in().location.startswith(AUTHENTICATE)

    assert not staff.is_logged_in()
    assert staff.open("/people/").request.path != "/people/"


def test_a_wrong_code_does_not_open(staff: Visitor) -> None:
    staff.log_in()

    staff.fill_in(AUTHENTICATE, one_time_code=f"{(int(code()) + 1) % 1_000_000:06}")

    assert not staff.is_logged_in()


def test_the_code_of_now_opens_once(staff: Visitor, visitor: Callable[[], Visitor]) -> None:
    thief = visitor()
    used = code()
    staff.log_in()
    thief.log_in()

    staff.fill_in(AUTHENTICATE, one_time_code=used)
    thief.fill_in(AUTHENTICATE, one_time_code=used)

    assert staff.is_logged_in()
    assert not thief.is_logged_in()


def test_an_old_code_does_not_open(staff: Visitor) -> None:
    staff.log_in()

    staff.fill_in(AUTHENTICATE, one_time_code=code(SECRET, steps=-10))

    assert not staff.is_logged_in()


def test_codes_cannot_be_guessed_without_end(staff: Visitor) -> None:
    staff.log_in()
    page = staff.open(AUTHENTICATE)

    for guess in range(20):
        staff.send(page, one_time_code=f"{guess:06}")
        if not forms(staff.open(AUTHENTICATE).text):
            break
    answer = staff.send(page, one_time_code=code())

    assert answer.status_code != 302 or not staff.is_logged_in()


def test_a_recovery_code_opens_once(known: Callable[..., Visitor], visitor: Callable[[], Visitor]) -> None:
    codes = make_recovery_codes(known("staff"))
    one, other = visitor(), visitor()

    for somebody in (one, other):
        somebody.log_in()
        use_recovery_code(somebody, codes[0])

    assert one.is_logged_in()
    assert not other.is_logged_in()


def make_recovery_codes(visitor: Visitor) -> list[str]:
    """Fresh recovery codes, as the page shows them."""
    page = visitor.open(RECOVERY_CODES)
    if not recovery_codes(page.text):
        answer = visitor.send(page)
        page = visitor.open(answer.location) if answer.status_code == 302 else answer
    found = recovery_codes(page.text)
    assert len(found) >= 5
    return found
