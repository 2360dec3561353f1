"""Whoever is locked out is in the security log, but does not fill it."""

import time
from collections.abc import Callable

import time_machine

from people.test_security_log import events
from people.visitor import EMAIL, Visitor
from production import PRODUCTION
from test_contract import written_log

WRONG = "not-the-Password-at-all"
TOLD = {"log-in failed", "locked out"}


def test_a_lock_out_is_logged_once(make_person: Callable[..., None], visitor: Callable[[], Visitor]) -> None:
    make_person()
    ada = visitor()
    with written_log(**PRODUCTION) as log:
        for _ in range(9):
            ada.log_in(EMAIL, WRONG)
        with time_machine.travel(time.time() + 310):
            for _ in range(9):
                ada.log_in(EMAIL, WRONG)

    told = [line["event"] for line in events(log.getvalue()) if line["event"] in TOLD]
    assert told == (["log-in failed"] * 5 + ["locked out"]) * 2
