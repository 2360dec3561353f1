"""What the password typed again does to a session: nothing."""

import time
from collections.abc import Callable

import time_machine

from people.visitor import PASSWORD, Visitor

VERIFY = "/accounts/verify/"


def test_the_password_typed_again_does_not_make_the_session_longer(known: Callable[..., Visitor]) -> None:
    ada, start = known("member"), time.time()

    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + minutes * 60):
            assert ada.is_logged_in()
            if minutes % 100 == 0:
                ada.fill_in(VERIFY, current_password=PASSWORD)
    with time_machine.travel(start + (12 * 60 + 1) * 60):
        assert not ada.is_logged_in()
