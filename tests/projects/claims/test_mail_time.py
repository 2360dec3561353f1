"""The time of an answer does not tell whether an address has an account, however slow the mail server is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.projects.claims.sites import Site, by_framework
from tests.projects.installed import free_port
from tests.projects.story import NEW_PASSWORD, WebClient

pytestmark = [pytest.mark.generated, pytest.mark.filterwarnings("default")]

DELAY = 2.0
"""Seconds that the mail server takes for each mail."""

KNOWN = "member@example.org"


@dataclass
class SlowServer:
    """A handler of a mail server that keeps the recipients of mails."""

    recipients: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - its name
        await asyncio.sleep(DELAY)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@by_framework("high")
def test_answers_take_as_long_for_known_as_for_unknown_addresses(
    framework: str, site: Callable[[str, str], Site]
) -> None:
    server = SlowServer()
    smtp = Controller(server, hostname="127.0.0.1", port=free_port())
    smtp.start()
    try:
        with site(framework, "high").serving(EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}") as address:
            known = [seconds(address, "/accounts/password/reset/", KNOWN) for _ in range(4)]
            unknown = [seconds(address, "/accounts/password/reset/", f"nobody{n}@example.org") for n in range(4)]
            taken = seconds(address, "/accounts/signup/", KNOWN, password=NEW_PASSWORD, password1=NEW_PASSWORD)
            deadline = time.monotonic() + 20
            while server.recipients.count(KNOWN) < 5 and time.monotonic() < deadline:
                time.sleep(0.1)
    finally:
        smtp.stop()
    assert max(median(known), median(unknown), taken) < DELAY
    assert abs(median(known) - median(unknown)) < DELAY / 4
    assert server.recipients == [KNOWN] * 5


def seconds(address: str, path: str, email: str, **values: str) -> float:
    """Return how long the answer to a form takes, without the redirect that follows."""
    person = WebClient(address)
    answer = person.send(path, {"email": email, **values})
    first = (answer.history or [answer])[0]
    assert first.status_code < 400
    return first.elapsed.total_seconds()
