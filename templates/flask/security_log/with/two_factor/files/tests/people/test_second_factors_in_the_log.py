"""Second factors that come and go are in the security log."""

from collections.abc import Callable

from people.codes import code
from people.test_security_log import events
from people.visitor import Visitor
from production import PRODUCTION
from test_contract import written_log


def test_a_second_factor_that_comes_and_goes_is_logged(known: Callable[..., Visitor]) -> None:
    ada = known("member")
    page = ada.open("/accounts/2fa/totp/activate/")
    secret = page.text.split('<code class="text-break">')[1].split("<")[0]
    with written_log(**PRODUCTION) as log:
        ada.send(page, one_time_code=code(secret))
        ada.send(ada.open("/accounts/2fa/"))

    assert [line["event"] for line in events(log.getvalue())] == ["two-factor on", "two-factor off"]
