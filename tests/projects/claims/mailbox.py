"""A mail server in this process, which keeps the mails, refuses recipients, or is down."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.projects.installed import free_port


@dataclass(frozen=True)
class Mail:
    """A mail that has arrived: its recipients in lower case, and its plain text."""

    recipients: tuple[str, ...]
    text: str


class Mailbox:
    """A mail server at a port of this machine."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: list[Mail] = []
        self.is_refusing = False
        self.controller = self._start()

    def _start(self) -> Controller:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        return controller

    async def handle_RCPT(  # noqa: N802 - its name
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        if self.is_refusing:
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - its name
        body = message_from_bytes(envelope.content, policy=policy.default).get_body(("plain",))
        assert body is not None
        recipients = tuple(address.lower() for address in envelope.rcpt_tos)
        self.mails.append(Mail(recipients, str(body.get_content())))
        return "250 OK"

    @contextmanager
    def down(self) -> Iterator[None]:
        """Refuse connections meanwhile."""
        self.controller.stop()
        try:
            yield
        finally:
            self.controller = self._start()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Refuse every recipient meanwhile."""
        self.is_refusing = True
        try:
            yield
        finally:
            self.is_refusing = False

    def to(self, email: str) -> list[Mail]:
        """Return the mails to an address."""
        return [mail for mail in self.mails if email in mail.recipients]

    def wait_for(self, email: str, number: int = 1) -> Mail:
        """Return the mail to an address with a number, 1 for the first one."""
        wait(lambda: len(self.to(email)) >= number, f"no mail {number} to {email}")
        return self.to(email)[number - 1]

    def links(self, email: str, below: str) -> list[str]:
        """Return the links to pages below a path in the mails to an address, each once."""
        found = [re.findall(rf"https?://[^\s/]+{below}[^\s/][^\s<>]*", mail.text) for mail in self.to(email)]
        return [link for links in found for link in dict.fromkeys(links)]

    def wait_for_link(self, email: str, below: str, number: int = 1) -> str:
        """Return the link to a page below a path with a number, 1 for the first one."""
        wait(lambda: len(self.links(email, below)) >= number, f"no link {number} below {below} to {email}")
        return self.links(email, below)[number - 1]


def wait(is_done: Callable[[], bool], failure: str) -> None:
    """Wait until something has happened in the background, at most ten seconds."""
    deadline = time.monotonic() + 10
    while not is_done():
        if time.monotonic() > deadline:
            pytest.fail(failure)
        time.sleep(0.02)
