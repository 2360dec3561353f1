from collections.abc import Callable

from flask import Flask
from werkzeug.test import TestResponse

from conftest import PASSWORD
from test_audit import EMAIL, get_entries


def test_security_events_are_recorded(
    app: Flask, create_user: Callable[..., int], post: Callable[..., TestResponse]
) -> None:
    user_id = create_user()
    post("/accounts/login/", email=EMAIL, password="wrong")
    post("/accounts/login/", email=EMAIL, password=PASSWORD)
    post("/accounts/logout/")
    assert [entry[:3] for entry in get_entries(app)] == [
        (event, user_id, "127.0.0.1") for event in ("log-in failed", "logged in", "logged out")
    ]
