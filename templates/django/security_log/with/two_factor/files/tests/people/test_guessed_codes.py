"""Who guesses codes of the second factor."""

from collections.abc import Callable

from people.visitor import Visitor
from production import PRODUCTION
from test_contract import written_log


def test_whoever_is_locked_out_is_written_down(
    make_person: Callable[..., None], visitor: Callable[[], Visitor]
) -> None:
    make_person(role="staff")
    somebody = visitor()
    somebody.log_in()
    page = somebody.open("/accounts/2fa/authenticate/")

    with written_log(**PRODUCTION) as log:
        for _ in range(7):
            somebody.send(page, one_time_code="000000")

    assert log.getvalue().count('"locked out"') == 1
