import re
from collections.abc import Callable
from typing import Any

import pytest

from people.visitor import EMAIL, PASSWORD, Visitor

LENGTHS = [72, 73, 1000]
"""Characters; zxcvbn takes 72."""


def password(length: int) -> str:
    return ("kJ8-Brown.kettles " * 60)[: length - 1] + "x"


@pytest.mark.parametrize("length", LENGTHS)
def test_a_long_password_is_accepted_at_sign_up(visitor: Callable[[], Visitor], length: int) -> None:
    assert visitor().fill_in("/accounts/signup/", email=EMAIL, new_password=password(length)).status_code == 302


@pytest.mark.parametrize("length", LENGTHS)
def test_a_long_password_is_accepted_as_the_new_one(
    known: Callable[..., Visitor], visitor: Callable[[], Visitor], length: int
) -> None:
    known().fill_in("/accounts/password/change/", current_password=PASSWORD, new_password=password(length))
    again = visitor()
    again.log_in(password=password(length))
    assert again.is_logged_in()


@pytest.mark.parametrize("length", LENGTHS)
def test_a_long_password_is_accepted_by_a_reset(
    make_person: Callable[..., None], visitor: Callable[[], Visitor], outbox: list[Any], length: int
) -> None:
    make_person()
    visitor().fill_in("/accounts/password/reset/", email=EMAIL)
    (link,) = re.findall(r"https?://\S+", outbox[-1].body)
    assert visitor().fill_in(link, new_password=password(length)).status_code == 302
