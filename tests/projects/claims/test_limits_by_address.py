"""Limits by address: a subscriber's IPv6 network counts as one address, and wrong tokens are counted, too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest
import requests

from tests.projects.claims.browser import Clock
from tests.projects.claims.sites import Site, by_framework
from tests.projects.story import NEW_PASSWORD, WebClient

pytestmark = pytest.mark.generated

API_RATE = 20
"""Requests a minute."""

MOST = 21
"""One more than any limit by address allows."""

FORMS = {
    "/accounts/login/": {"login": "", "password": "a-wrong-Password-1"},
    "/accounts/signup/": {"password": NEW_PASSWORD, "password1": NEW_PASSWORD},
    "/accounts/password/reset/": {},
}

Serve = Callable[[str], str]


@pytest.fixture(scope="module")
def serve(site: Callable[[str, str], Site]) -> Iterator[Serve]:
    """Return a function that serves the site of a framework, once for this module; gives the address."""
    with ExitStack() as servers:
        addresses: dict[str, str] = {}

        def find(framework: str) -> str:
            if framework not in addresses:
                served = site(framework, "high").serving(API_RATE=str(API_RATE), TRUSTED_PROXY_COUNT="1")
                addresses[framework] = servers.enter_context(served)
            return addresses[framework]

        yield find


def send(address: str, client: str, path: str, email: str) -> int:
    """Return the status of a form that is sent from the address of a client, as the proxy tells it."""
    person = WebClient(address)
    person.session.headers["X-Forwarded-For"] = client
    values = {**FORMS[path], "email": email} | ({"login": email} if "login" in path else {})
    return person.send(path, values).status_code


def ask(address: str, client: str, token: str = "") -> requests.Response:
    """Return the answer of the API to a request from the address of a client."""
    headers = {"X-Forwarded-For": client} | ({"Authorization": f"Bearer {token}"} if token else {})
    return requests.get(f"{address}/api/v1/folders/", headers=headers, timeout=30)


@by_framework("high")
def test_a_password_is_not_guessed_from_many_addresses_of_a_network(framework: str, serve: Serve) -> None:
    address = serve(framework)
    statuses = [send(address, f"2001:db8:1:1::{n}", "/accounts/login/", "member@example.org") for n in range(6)]
    assert statuses == [200] * 5 + [429]
    assert send(address, "2001:db8:1:2::1", "/accounts/login/", "member@example.org") == 200


@by_framework("high")
@pytest.mark.parametrize("path", FORMS)
def test_forms_are_limited_for_a_network(framework: str, serve: Serve, path: str) -> None:
    address, network = serve(framework), list(FORMS).index(path)
    statuses = [send(address, f"2001:db8:2:{network}::{n}", path, f"p{n}@example.net") for n in range(MOST)]
    assert 429 in statuses
    assert send(address, f"2001:db8:3:{network}::1", path, "p@example.net") == 200


@by_framework("high")
def test_an_ipv4_address_in_ipv6_is_counted_as_itself(framework: str, serve: Serve) -> None:
    address, clients = serve(framework), cycle(["::ffff:192.0.2.1", "192.0.2.1"])
    statuses = [send(address, next(clients), "/accounts/login/", "staff@example.org") for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    for other in ("::ffff:192.0.2.2", "192.0.2.3"):
        assert send(address, other, "/accounts/login/", "staff@example.org") == 200


@by_framework("high")
def test_requests_without_a_token_are_limited_for_a_network(framework: str, serve: Serve) -> None:
    address = serve(framework)
    statuses = [ask(address, f"2001:db8:4:1::{n}").status_code for n in range(2 * API_RATE + 1)]
    assert 429 in statuses
    assert ask(address, "2001:db8:4:2::1").status_code == 401


@by_framework("high")
def test_wrong_tokens_are_limited_and_right_ones_are_taken(
    framework: str, serve: Serve, site: Callable[[str, str], Site]
) -> None:
    address, found = serve(framework), site(framework, "high")
    printed = found.run(
        "uv", "run", "poe", "-q", "token", "create", "t", "--person", "admin@example.org", APP_ENV="development"
    )
    (token,) = re.findall(r"tok_[\w-]+", printed)
    answers = [ask(address, f"2001:db8:5:1::{n}", f"tok_wrong{n}") for n in range(2 * API_RATE + 1)]
    assert {answer.status_code for answer in answers} == {401, 429}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert int(refused.headers["Retry-After"]) > 0
    assert answers.index(refused) >= API_RATE
    assert ask(address, "2001:db8:5:2::1", token).status_code == 200


@by_framework("high")
def test_the_wait_ends(framework: str, site: Callable[[str, str], Site], tmp_path: Path) -> None:
    clock = Clock(tmp_path)
    settings = {"TRUSTED_PROXY_COUNT": "1", **clock.environment}
    with site(framework, "high").seeded(tmp_path, **settings) as address:
        statuses = [send(address, "192.0.2.7", "/accounts/login/", "member@example.org") for _ in range(6)]
        assert statuses == [200] * 5 + [429]
        clock.move(310)
        assert send(address, "192.0.2.7", "/accounts/login/", "member@example.org") == 200
