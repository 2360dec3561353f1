"""Single sign-on with an OpenID Connect provider, which runs beside the tests."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from oidc_provider_mock import User, run_server_in_thread

from people.visitor import EMAIL, LOG_IN, Visitor

SSO = "/accounts/sso/login/"
CALLBACK = "/accounts/sso/login/callback/"


class _Stay(HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_arguments: object) -> None:
        """Nothing to follow."""


@pytest.fixture
def issuer() -> Iterator[str]:
    """The address of a provider that knows Ada, with an e-mail that it has checked, and Eve, with one that it has not."""
    people = [
        User(sub="ada", claims={"email": EMAIL, "email_verified": True}),
        User(sub="eve", claims={"email": EMAIL, "email_verified": False}),
    ]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


def agree(address: str, subject: str) -> str:
    """Where the provider sends somebody who says there who they are."""
    body = urlencode({"sub": subject}).encode()
    opener = build_opener(_Stay)
    opener.addheaders = []
    try:
        opener.open(Request(address, data=body), timeout=10)  # noqa: S310 - the address of our own provider
    except OSError as redirect:
        return str(redirect.headers["Location"])  # type: ignore[attr-defined]
    raise AssertionError(f"{address} does not send anybody back")


def sign_on(visitor: Visitor, subject: str) -> None:
    """Log in by way of the provider."""
    away = visitor.open(SSO, follow=False)
    assert away.status_code == 302
    back = agree(away.location, subject)
    assert urlsplit(back).path == CALLBACK
    visitor.open(f"{CALLBACK}?{urlsplit(back).query}", follow=False)


@pytest.fixture
def newcomer(visitor_with_sso: Callable[[str], Visitor], issuer: str) -> Visitor:
    """Somebody with a browser, where the provider can be used."""
    return visitor_with_sso(issuer)


def test_somebody_signs_on_without_a_password(newcomer: Visitor) -> None:
    sign_on(newcomer, "ada")

    assert newcomer.is_logged_in()
    assert EMAIL in newcomer.open("/accounts/profile/").text


def test_who_has_an_account_gets_into_it(newcomer: Visitor, make_person: Callable[..., None]) -> None:
    make_person(name="Ada of old")

    sign_on(newcomer, "ada")

    assert "Ada of old" in newcomer.open("/accounts/profile/").text


def test_an_e_mail_that_the_provider_has_not_checked_opens_nothing(
    newcomer: Visitor, make_person: Callable[..., None]
) -> None:
    make_person()

    sign_on(newcomer, "eve")

    assert not newcomer.is_logged_in()


def test_the_request_is_bound_to_the_browser(newcomer: Visitor) -> None:
    asked = parse_qs(urlsplit(newcomer.open(SSO, follow=False).location).query)

    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert urlsplit(asked["redirect_uri"][0]).path == CALLBACK


def test_somebody_else_s_answer_of_the_provider_opens_nothing(newcomer: Visitor) -> None:
    stolen = agree(newcomer.open(SSO, follow=False).location, "ada")
    victim = Visitor(type(newcomer.client)(newcomer.client.application))

    victim.open(f"{CALLBACK}?{urlsplit(stolen).query}", follow=False)

    assert not victim.is_logged_in()


def test_it_is_offered_where_there_is_a_provider(newcomer: Visitor) -> None:
    assert re.search(rf'href="{SSO}[^"]*"', newcomer.open(LOG_IN).text)


def test_it_is_not_offered_where_there_is_none(visitor: Callable[[], Visitor]) -> None:
    assert SSO not in visitor().open(LOG_IN).text
