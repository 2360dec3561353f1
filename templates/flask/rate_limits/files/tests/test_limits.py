from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import EmailMessage
from werkzeug.test import TestResponse

from app.config import get_settings
from conftest import PASSWORD, get_csrf_token, submit
from production import PRODUCTION

EMAIL = "ada@example.com"
LOG_IN = "/accounts/login/"
NEW_PASSWORD = "six-purple-doors-creak"

Post = Callable[..., TestResponse]
CreateUser = Callable[..., int]


def guess(client: FlaskClient, *emails: str) -> list[int]:
    """Return the statuses of log-ins with a wrong password."""
    return [submit(client, LOG_IN, email=email, password="wrong").status_code for email in emails]


def test_the_sixth_try_has_to_wait(client: FlaskClient, create_user: CreateUser) -> None:
    create_user()
    spellings = [EMAIL, EMAIL.upper(), f" {EMAIL}", EMAIL.replace("m", "\uff4d"), EMAIL]
    assert guess(client, *spellings) == [200] * 5
    response = submit(client, LOG_IN, email=EMAIL, password=PASSWORD)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 300
    assert "bootstrap.min.css" in response.text
    assert client.get("/accounts/profile/").status_code == 302


def test_log_ins_in_json_are_limited(client: FlaskClient, create_user: CreateUser) -> None:
    create_user()
    headers = {"X-CSRFToken": get_csrf_token(client)}
    for password in ["wrong"] * 5 + [PASSWORD]:
        response = client.post(LOG_IN, json={"email": EMAIL, "password": password}, headers=headers)
    assert response.status_code == 429
    assert client.get("/accounts/profile/").status_code == 302


def test_nobody_can_lock_out_a_user_of_another_network(app: Flask, create_user: CreateUser, post: Post) -> None:
    create_user()
    stranger = app.test_client()
    stranger.environ_base["REMOTE_ADDR"] = "198.51.100.66"
    assert guess(stranger, *[EMAIL] * 6) == [200] * 5 + [429]
    assert post(LOG_IN, email=EMAIL, password=PASSWORD).status_code == 302


def test_unknown_accounts_are_limited_like_others(client: FlaskClient) -> None:
    assert guess(client, *[EMAIL] * 6) == [200] * 5 + [429]


def test_a_network_cannot_try_many_accounts(client: FlaskClient) -> None:
    assert guess(client, *[f"user{number}@example.com" for number in range(21)]) == [200] * 20 + [429]


@pytest.mark.parametrize(("url", "rate"), [("/accounts/signup/", 10), ("/accounts/password/reset/", 5)])
def test_sign_ups_and_resets_are_limited(post: Post, outbox: list[EmailMessage], url: str, rate: int) -> None:
    emails = [f"user{number}@example.com" if "signup" in url else EMAIL for number in range(rate + 1)]
    responses = [post(url, email=email, password=PASSWORD) for email in emails]
    assert {response.status_code for response in responses[:-1]} <= {200, 302}
    assert responses[-1].status_code == 429
    assert len(outbox) <= rate


@pytest.mark.parametrize(("url", "rate"), [("/accounts/delete/", 5), ("/accounts/password/change/", 10)])
def test_a_password_cannot_be_guessed_in_an_open_session(
    client: FlaskClient, create_user: CreateUser, post: Post, url: str, rate: int
) -> None:
    create_user()
    post(LOG_IN, email=EMAIL, password=PASSWORD)
    fields = {"new_password": NEW_PASSWORD, "new_password_confirm": NEW_PASSWORD} if "change" in url else {}
    assert [post(url, password="wrong", **fields).status_code for _ in range(rate)] == [200] * rate
    assert post(url, password=PASSWORD, **fields).status_code == 429
    assert client.get("/accounts/profile/").status_code == 200


def test_pages_are_not_limited(client: FlaskClient) -> None:
    assert {client.get(LOG_IN).status_code for _ in range(30)} == {200}


def test_the_log_does_not_tell_whose_account_was_tried(
    client: FlaskClient, create_user: CreateUser, caplog: pytest.LogCaptureFixture
) -> None:
    create_user()
    guess(client, *[EMAIL] * 6)
    assert "429" in caplog.text
    assert EMAIL not in caplog.text


def test_several_workers_need_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (PRODUCTION | {"WEB_CONCURRENCY": "2"}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match="REDIS_URL is missing"):
        get_settings()
    monkeypatch.setenv("REDIS_URL", "redis://localhost:6379/0")
    assert get_settings().WEB_CONCURRENCY == 2
