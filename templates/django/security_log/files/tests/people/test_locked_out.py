"""Who is locked out, and tries on."""

from collections.abc import Callable

from people.visitor import Visitor
from production import PRODUCTION
from test_contract import written_log


def test_a_lock_is_written_down_once(make_person: Callable[..., None], visitor: Callable[[], Visitor]) -> None:
    make_person()
    ada = visitor()

    with written_log(**PRODUCTION) as log:
        answers = [ada.log_in(password="not-the-Password-at-all").status_code for _ in range(9)]

    assert answers == [200] * 5 + [429] * 4
    assert log.getvalue().count('"locked out"') == 1
