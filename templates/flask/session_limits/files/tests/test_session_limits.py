import time
from collections.abc import Callable

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from conftest import PASSWORD

HOUR = 60 * 60


@pytest.fixture
def member(client: FlaskClient, create_user: Callable[..., int], post: Callable[..., TestResponse]) -> FlaskClient:
    create_user()
    post("/accounts/login/", email="ada@example.com", password=PASSWORD)
    return client


def is_logged_in(client: FlaskClient) -> bool:
    return client.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize(("hours", "expected"), [(11, True), (13, False)])
def test_a_session_ends_after_twelve_hours(member: FlaskClient, hours: int, expected: bool) -> None:
    assert is_logged_in(member)
    with member.session_transaction() as session:
        session["logged_in_at"] = time.time() - hours * HOUR
    assert is_logged_in(member) is expected


def test_a_session_ends_without_requests(app: Flask, member: FlaskClient) -> None:
    assert app.permanent_session_lifetime.total_seconds() == HOUR / 2
    for _ in range(2):
        response = member.get("/")
    assert "session=" in response.headers.get("Set-Cookie", "")  # each request signs the cookie again
    app.config["PERMANENT_SESSION_LIFETIME"] = -1
    assert not is_logged_in(member)


def test_a_static_file_signs_no_session(app: Flask, member: FlaskClient) -> None:
    files = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.endswith("static")]
    assert "static" in files
    for endpoint in files:
        with app.test_request_context():
            url = url_for(endpoint, filename="favicon.svg")
        with member.get(url) as response:
            assert "Set-Cookie" not in response.headers


def test_the_password_typed_again_does_not_make_the_session_longer(
    member: FlaskClient, post: Callable[..., TestResponse]
) -> None:
    assert is_logged_in(member)
    with member.session_transaction() as session:
        session["logged_in_at"] -= 11 * HOUR
        expected = session["logged_in_at"]
    post("/accounts/verify/", password=PASSWORD)
    with member.session_transaction() as session:
        assert session["logged_in_at"] == expected
