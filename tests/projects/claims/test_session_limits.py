"""A session ends after half an hour without a request, and after twelve hours in any case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.projects.claims.browser import PROFILE, Browser, Clock
from tests.projects.claims.sites import Site, by_framework

pytestmark = pytest.mark.generated

MINUTE = 60


@by_framework("high")
def test_sessions_end(framework: str, site: Callable[[str, str], Site], tmp_path: Path) -> None:
    clock = Clock(tmp_path)
    with site(framework, "high").seeded(tmp_path, **clock.environment) as address:
        member, idle, copy = Browser(address), Browser(address), Browser(address)
        member.log_in("member@example.org")
        idle.log_in("staff@example.org")
        copy.session.cookies.update(idle.session.cookies)
        clock.move(29 * MINUTE)
        assert member.is_logged_in()
        clock.move(2 * MINUTE)
        assert member.is_logged_in()
        assert not idle.is_logged_in()
        assert not copy.is_logged_in()
        for _ in range(34):
            clock.move(20 * MINUTE)
            assert member.get(PROFILE).status_code == 200
        clock.move(10 * MINUTE)
        assert not member.is_logged_in()
