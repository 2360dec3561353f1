"""What single sign-on does with accounts that are there already, and without its provider."""

from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urlsplit

import pytest
from flask import Flask
from requests import ConnectionError as Gone
from sqlalchemy import update

from app.extensions import db
from app.users.models import User
from people.test_sso import SSO, agree, issuer, sign_on
from people.visitor import EMAIL, LOG_IN, Visitor

__all__ = ["issuer"]

NOBODY = "http://localhost:1"
"""An address at which nothing listens."""


def test_whoever_signed_up_with_another_s_address_does_not_get_in(
    visitor_with_sso: Callable[[str], Visitor],
    visitor: Callable[[], Visitor],
    make_person: Callable[..., None],
    issuer: str,
) -> None:
    make_person(verified=False)
    owner, thief = visitor_with_sso(issuer), visitor()

    sign_on(owner, "ada")
    thief.log_in()

    assert owner.is_logged_in()
    assert not thief.is_logged_in()


def test_a_closed_account_stays_closed(
    visitor_with_sso: Callable[[str], Visitor],
    make_person: Callable[..., None],
    app: Flask,
    issuer: str,
) -> None:
    make_person()
    with app.app_context():
        db.session.execute(update(User).values(active=False))
        db.session.commit()
    ada = visitor_with_sso(issuer)

    sign_on(ada, "ada")

    assert not ada.is_logged_in()
    assert "This account is closed" in ada.open(LOG_IN).text


@pytest.mark.parametrize("path", [SSO, "/accounts/sso/login/callback/?state=x&code=y", "/accounts/sso/login/callback/"])
def test_without_the_provider_people_are_told_so(visitor_with_sso: Callable[[str], Visitor], path: str) -> None:
    page = visitor_with_sso(NOBODY).open(path)

    assert page.request.path == LOG_IN
    assert "alert-danger" in page.text
    assert EMAIL not in page.text


def test_a_provider_that_is_gone_when_somebody_comes_back_is_told_so(
    visitor_with_sso: Callable[[str], Visitor], issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = visitor_with_sso(issuer)
    back = agree(ada.open(SSO, follow=False).location, "ada")
    monkeypatch.setattr("requests.Session.request", gone)

    page = ada.open(f"{urlsplit(back).path}?{urlsplit(back).query}")

    assert page.request.path == LOG_IN
    assert "alert-danger" in page.text


def gone(*_arguments: object, **_settings: object) -> NoReturn:
    """What happens to a request where nothing listens."""
    raise Gone
