"""How long a password may be."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from people.visitor import EMAIL, PASSWORD, Visitor

LENGTHS = [(72, 302), (73, 302), (128, 302), (129, 200), (1000, 200)]
"""How many characters, and the status of the answer."""


def password(length: int) -> str:
    """A password of a length."""
    return ("kJ8-Brown.kettles " * 60)[: length - 1] + "x"


def told(text: str, length: int) -> bool:
    """Whether a page says that a password is too long, as it should for this length."""
    return ("no longer than 128 characters" in text) == (length > 128)


@pytest.mark.parametrize(("length", "status"), LENGTHS)
def test_a_long_password_is_taken_at_the_sign_up(visitor: Callable[[], Visitor], length: int, status: int) -> None:
    answer = visitor().fill_in("/accounts/signup/", email=EMAIL, new_password=password(length))

    assert answer.status_code == status
    assert told(answer.text, length)


@pytest.mark.parametrize(("length", "status"), LENGTHS)
def test_a_long_password_is_taken_where_one_is_changed(
    known: Callable[..., Visitor], visitor: Callable[[], Visitor], length: int, status: int
) -> None:
    answer = known().fill_in("/accounts/password/change/", current_password=PASSWORD, new_password=password(length))

    assert answer.status_code == status
    assert told(answer.text, length)
    again = visitor()
    again.log_in(password=password(length))
    assert again.is_logged_in() == (status == 302)


@pytest.mark.parametrize(("length", "status"), LENGTHS)
def test_a_long_password_is_taken_where_one_is_reset(
    make_person: Callable[..., None], visitor: Callable[[], Visitor], outbox: list[Any], length: int, status: int
) -> None:
    make_person()
    ada = visitor()
    ada.fill_in("/accounts/password/reset/", email=EMAIL)
    (link,) = re.findall(r"https?://\S+", outbox[-1].body)

    answer = ada.fill_in(link, new_password=password(length))

    assert answer.status_code == status
    assert told(answer.text, length)
