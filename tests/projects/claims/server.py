"""A project that is served in production, with the probes, and what a client without an account sees of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import requests

from tests.projects.claims.sites import Site

HOST = "example.org"
CONTACT = "mailto:security@example.org"
SETTINGS = {
    "ALLOWED_HOSTS": "example.org,.example.net,127.0.0.1",
    "HTTPS_REDIRECT": "true",
    "SECURITY_CONTACT": CONTACT,
    "TRUSTED_PROXY_COUNT": "1",
}
"""The settings of a server behind one proxy on the same machine."""

PARAMETER = re.compile(r"<[^>]+>|\(\?P<\w+>[^)]*\)")


@dataclass(frozen=True)
class Server:
    """A server that the proxy on this machine passes requests to."""

    site: Site
    address: str

    def send(
        self, path: str, method: str = "GET", host: str = HOST, scheme: str = "https", **headers: str
    ) -> requests.Response:
        """Return the answer to a request that came to a host by a scheme; `X_Name` is the header `X-Name`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Host": host, "X-Forwarded-Proto": scheme} | sent
        return requests.request(method, self.address + path, headers=sent, allow_redirects=False, timeout=30)

    def status_of_raw(self, path: str) -> int:
        """Return the status of the answer to a path that is sent as it is, dots included."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
        status = connection.getresponse().status
        connection.close()
        return status

    def paths(self) -> list[str]:
        """Return a path for every route, with 1 in the place of each parameter."""
        return sorted({re.sub(r"[\^$]", "", PARAMETER.sub("1", route.path)) for route in self.site.routes()})

    @contextmanager
    def log_of(self, count: int = 1) -> Iterator[list[str]]:
        """Yield a list that has the lines logged meanwhile in the end, `count` of them at least."""
        lines: list[str] = []
        log_file = self.site.project.parent / "probes.log"
        start = log_file.stat().st_size
        yield lines
        deadline = time.monotonic() + 10
        while len(lines) < count:
            assert time.monotonic() < deadline, f"{count} lines expected, found {lines}"
            time.sleep(0.05)
            with log_file.open(encoding="utf-8") as log:
                log.seek(start)
                lines[:] = [line for line in log.read().splitlines() if line]


Serve = Callable[[str], Server]
"""A function that returns the server of a framework."""
