"""A session ends when nobody uses it, and after a day's work in any case."""

import time
from collections.abc import Callable

import time_machine

from people.visitor import Visitor

MINUTE = 60
HOUR = 60 * MINUTE


def test_a_session_ends_after_half_an_hour_of_silence(known: Callable[..., Visitor]) -> None:
    ada, start = known(), time.time()

    with time_machine.travel(start + 29 * MINUTE):
        assert ada.is_logged_in()
    with time_machine.travel(start + 58 * MINUTE):
        assert ada.is_logged_in()
    with time_machine.travel(start + 89 * MINUTE):
        assert not ada.is_logged_in()


def test_a_session_in_use_ends_after_twelve_hours(known: Callable[..., Visitor]) -> None:
    ada, start = known(), time.time()

    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + minutes * MINUTE):
            assert ada.is_logged_in(), minutes
    with time_machine.travel(start + 12 * HOUR + MINUTE):
        assert not ada.is_logged_in()


def test_a_copied_cookie_ends_as_well(known: Callable[..., Visitor]) -> None:
    ada, start = known(), time.time()
    thief = ada.copy()

    with time_machine.travel(start + 31 * MINUTE):
        assert not thief.is_logged_in()
