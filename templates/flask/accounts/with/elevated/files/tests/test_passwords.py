from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import EmailMessage
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.extensions import db
from app.users.models import User
from conftest import PASSWORD

EMAIL = "ada@example.com"
SIGN_UP = "/accounts/signup/"
LONG = [("kJ8-Brown.kettles " * 60)[: length - 1] + "x" for length in (72, 73, 1000)]  # zxcvbn takes 72 characters

Post = Callable[..., TestResponse]
CreateUser = Callable[..., int]


@pytest.mark.parametrize("password", ["123456789123", "password1234", "qwertyuiop123", EMAIL])
def test_a_password_that_is_easy_to_guess_is_refused(app: Flask, post: Post, password: str) -> None:
    assert "invalid-feedback" in post(SIGN_UP, email=EMAIL, password=password).text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 0


@pytest.mark.parametrize("password", LONG, ids=len)
def test_a_long_password_is_accepted(
    client: FlaskClient, create_user: CreateUser, post: Post, outbox: list[EmailMessage], password: str
) -> None:
    assert post(SIGN_UP, email="bob@example.com", password=password).status_code == 302
    create_user()
    post("/accounts/login/", email=EMAIL, password=PASSWORD)
    new = {"new_password": password, "new_password_confirm": password}
    assert post("/accounts/password/change/", password=PASSWORD, **new).status_code == 302
    post("/accounts/logout/")
    post("/accounts/password/reset/", email=EMAIL)
    link = str(outbox[-1].body).split("http://localhost")[1].split()[0]
    assert post(link, password=f"a-{password}", password_confirm=f"a-{password}").status_code == 302
    assert post("/accounts/login/", email=EMAIL, password=f"a-{password}").status_code == 302
    assert client.get("/accounts/profile/").status_code == 200
