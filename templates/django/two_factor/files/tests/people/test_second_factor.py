"""The second factor where Django or allauth would not ask for it."""

import re
from collections.abc import Callable

import pytest

from people.codes import code
from people.visitor import EMAIL, Visitor

STAFF_PAGE = "/people/"
SET_UP = "/accounts/2fa/totp/activate/"
CODES = "/accounts/2fa/authenticate/"


@pytest.fixture
def newcomer(make_person: Callable[..., None], visitor: Callable[[], Visitor]) -> Visitor:
    """Staff without a second factor, who have logged in."""
    make_person(role="staff", second_factor=False)
    somebody = visitor()
    somebody.log_in()
    return somebody


def test_a_prefix_of_the_path_opens_no_page_of_the_staff(newcomer: Visitor) -> None:
    answer = newcomer.client.get(
        STAFF_PAGE,
        base_url=newcomer.base_url,
        environ_overrides={"REMOTE_ADDR": newcomer.address, "SCRIPT_NAME": "/x"},
    )

    assert answer.status_code == 302
    assert EMAIL not in answer.text


def test_setting_it_up_ends_the_sessions_that_a_password_alone_has_opened(
    newcomer: Visitor, visitor: Callable[[], Visitor]
) -> None:
    thief = visitor()
    thief.log_in()
    assert thief.is_logged_in()
    page = newcomer.open(SET_UP)
    (secret,) = set(re.findall(r"\b[A-Z2-7]{26,}\b", re.sub(r'"data:[^"]*"', "", page.text)))

    newcomer.send(page, one_time_code=code(secret))

    assert newcomer.open(STAFF_PAGE).status_code == 200
    assert not thief.is_logged_in()


def test_whoever_guesses_codes_has_to_wait(make_person: Callable[..., None], visitor: Callable[[], Visitor]) -> None:
    make_person(role="staff")
    somebody = visitor()
    somebody.log_in()
    page = somebody.open(CODES)

    answers = [somebody.send(page, one_time_code="000000") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "300"
    assert somebody.send(page, one_time_code=code()).status_code == 429
