"""A code of the second factor works once, also for requests at the same time."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.projects.claims.browser import AUTHENTICATE, RECOVERY, Browser, Clock
from tests.projects.claims.sites import Site, by_framework

pytestmark = pytest.mark.generated

AT_ONCE = 6


def enter_at_once(address: str, email: str, code: str, path: str) -> int:
    """Return how many of several browsers get in that know the password and send the same code at the same time."""
    browsers = [Browser(address) for _ in range(AT_ONCE)]
    for browser in browsers:
        browser.log_in(email)
        assert not browser.is_logged_in()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda browser: browser.enter_code(code, path), browsers))
    return sum(browser.is_logged_in() for browser in browsers)


@by_framework("high")
def test_a_code_works_once(framework: str, site: Callable[[str, str], Site], tmp_path: Path) -> None:
    clock = Clock(tmp_path)
    with site(framework, "high").seeded(tmp_path, **clock.environment) as address:
        ada = Browser(address)
        ada.log_in("member@example.org")
        clock.move_to_next_step()
        secret, used = ada.activate(clock)
        again = Browser(address)
        again.log_in("member@example.org")
        again.enter_code(used)
        assert clock.code(secret) == used
        assert not again.is_logged_in(), "the code of the activation opens a session"
        clock.move_to_next_step()
        again.enter_code(clock.code(secret))
        assert again.is_logged_in()

        staff = Browser(address)
        staff.log_in("staff@example.org")
        secret, _ = staff.activate(clock)
        clock.move_to_next_step()
        assert enter_at_once(address, "staff@example.org", clock.code(secret), AUTHENTICATE) == 1

        admin = Browser(address)
        admin.log_in("admin@example.org")
        admin.activate(clock)
        recovery = RECOVERY if framework == "flask" else AUTHENTICATE
        assert enter_at_once(address, "admin@example.org", recovery_code(framework, admin), recovery) == 1


def recovery_code(framework: str, browser: Browser) -> str:
    """Return a recovery code; Django's are made with the second factor, Flask's when they are asked for."""
    path = "/accounts/2fa/recovery-codes/"
    page = browser.post(path) if framework == "flask" else browser.get(path)
    listed = re.findall(r"<li[^>]*>\s*(?:<code>)?([0-9a-z-]{8,})(?:</code>)?\s*</li>", page.text)
    shown = re.findall(r'<textarea[^>]*id="recovery_codes"[^>]*>([^<]+)</textarea>', page.text)
    return str([*listed, *" ".join(shown).split()][0])
