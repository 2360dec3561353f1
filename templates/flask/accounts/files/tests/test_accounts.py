import re
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import EmailMessage
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.users.models import User
from conftest import PASSWORD

EMAIL = "ada@example.com"
NEW_PASSWORD = "six-purple-doors-creak"

Post = Callable[..., TestResponse]
CreateUser = Callable[..., int]


def log_in(post: Post, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> TestResponse:
    return post("/accounts/login/", email=email, password=password, **fields)


def sign_up(post: Post, email: str = EMAIL, password: str = PASSWORD) -> TestResponse:
    return post("/accounts/signup/", email=email, password=password)


def find_link(mail: EmailMessage) -> str:
    match = re.search(r"http://localhost(/\S+/)", str(mail.body))
    assert match
    return match[1]


def is_logged_in(client: FlaskClient) -> bool:
    return client.get("/accounts/profile/").status_code == 200


def test_sign_up_confirm_and_log_in(app: Flask, client: FlaskClient, post: Post, outbox: list[EmailMessage]) -> None:
    assert sign_up(post).location == "/accounts/login/"
    assert "not confirmed yet" in log_in(post).text
    client.get(find_link(outbox[0]))
    assert log_in(post).location == "/accounts/profile/"
    assert EMAIL in client.get("/accounts/profile/").text
    with app.app_context():
        assert db.session.scalars(select(User.password)).one().startswith("$argon2id$")


def test_short_password_is_refused(post: Post, outbox: list[EmailMessage]) -> None:
    assert "invalid-feedback" in sign_up(post, password="short").text
    assert outbox == []


def test_head_does_not_confirm(client: FlaskClient, post: Post, outbox: list[EmailMessage]) -> None:
    sign_up(post)
    assert client.head(find_link(outbox[0])).status_code == 405
    assert "not confirmed yet" in log_in(post).text


@pytest.mark.parametrize("path", ["login/", "signup/", "password/reset/", "confirm-email/"])
def test_known_and_unknown_addresses_get_the_same_answer(
    client: FlaskClient, post: Post, create_user: CreateUser, path: str
) -> None:
    create_user(EMAIL)
    answers = []
    for email in (EMAIL, "nobody@example.com"):
        response = post(f"/accounts/{path}", email=email, password=NEW_PASSWORD)
        page = client.get(response.location) if response.location else response
        text = re.sub(r'(value|nonce)="[^"]{20,}"', "", page.text).replace(email, "")
        answers.append((response.status_code, response.location, text))
    assert answers[0] == answers[1]


def test_sign_up_with_a_taken_address_tells_its_owner(
    app: Flask, post: Post, create_user: CreateUser, outbox: list[EmailMessage]
) -> None:
    create_user(EMAIL)
    sign_up(post, EMAIL.upper())
    assert [mail.to for mail in outbox] == [[EMAIL]]
    with app.app_context():
        assert len(db.session.scalars(select(User)).all()) == 1


def test_password_reset_ends_other_sessions(
    app: Flask, client: FlaskClient, post: Post, create_user: CreateUser, outbox: list[EmailMessage]
) -> None:
    create_user(EMAIL)
    post("/accounts/password/reset/", email=EMAIL)
    log_in(post)
    other = app.test_client()
    with client.session_transaction() as session, other.session_transaction() as copy:
        copy.update(session)
    with client.session_transaction() as session:
        session.clear()
    assert is_logged_in(other)
    post(find_link(outbox[0]), password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    assert not is_logged_in(other)
    assert log_in(post).status_code == 200
    assert log_in(post, password=NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(("current", "valid"), [(PASSWORD, NEW_PASSWORD), ("wrong password", PASSWORD)])
def test_password_is_changed_with_the_current_one(
    post: Post, create_user: CreateUser, current: str, valid: str
) -> None:
    create_user(EMAIL)
    log_in(post)
    new = {"new_password": NEW_PASSWORD, "new_password_confirm": NEW_PASSWORD}
    post("/accounts/password/change/", password=current, **new)
    post("/accounts/logout/")
    assert log_in(post, password=valid).status_code == 302


def test_log_out_ends_every_session(app: Flask, client: FlaskClient, post: Post, create_user: CreateUser) -> None:
    create_user(EMAIL)
    log_in(post)
    other = app.test_client()
    with client.session_transaction() as session, other.session_transaction() as copy:
        copy.update(session)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 400
    assert is_logged_in(other)
    post("/accounts/logout/")
    assert not is_logged_in(client)
    assert not is_logged_in(other)


def test_profile_is_saved(client: FlaskClient, post: Post, create_user: CreateUser) -> None:
    create_user(EMAIL)
    log_in(post)
    assert post("/accounts/profile/", name="Ada").location == "/accounts/profile/"
    page = client.get("/accounts/profile/")
    assert 'value="Ada"' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("password", "is_deleted"), [(PASSWORD, True), ("wrong password", False)])
def test_account_is_deleted_with_the_password(
    app: Flask, post: Post, create_user: CreateUser, password: str, is_deleted: bool
) -> None:
    create_user(EMAIL)
    log_in(post)
    post("/accounts/delete/", password=password)
    with app.app_context():
        assert (db.session.scalars(select(User)).one_or_none() is None) == is_deleted


def test_visitor_logs_in_and_returns(client: FlaskClient, post: Post, create_user: CreateUser) -> None:
    create_user(EMAIL)
    response = client.get("/accounts/delete/")
    assert response.location == "/accounts/login/?next=/accounts/delete/"
    assert client.get(response.location).headers["Cache-Control"] == "private, no-store"
    assert log_in(post, next="/accounts/delete/").location == "/accounts/delete/"


@pytest.mark.parametrize("url", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_log_in_does_not_redirect_to_other_sites(post: Post, create_user: CreateUser, url: str) -> None:
    create_user(EMAIL)
    location = log_in(post, next=url).location or "/"
    assert urljoin("http://localhost/", location).startswith("http://localhost/")
