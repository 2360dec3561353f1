import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select

from app.contact.models import Message
from app.extensions import db

FIELDS = {"name": "Ada", "email": "ada@example.com", "text": "Hello"}


def saved_emails(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Message.email)))


@pytest.fixture
def fields(client: FlaskClient) -> dict[str, str]:
    """Return valid form data with a CSRF token."""
    match = re.search(r'name="csrf_token".*?value="([^"]+)"', client.get("/contact/").text)
    assert match
    return FIELDS | {"csrf_token": match[1]}


def test_message_is_saved(app: Flask, client: FlaskClient, fields: dict[str, str]) -> None:
    response = client.post("/contact/", data=fields, follow_redirects=True)
    assert "Your message was sent." in response.text
    assert saved_emails(app) == ["ada@example.com"]


@pytest.mark.parametrize("change", [{"name": ""}, {"email": "ada"}, {"text": " "}, {"text": "x" * 5001}])
def test_invalid_message_is_refused(
    app: Flask, client: FlaskClient, fields: dict[str, str], change: dict[str, str]
) -> None:
    assert "invalid-feedback" in client.post("/contact/", data=fields | change).text
    assert saved_emails(app) == []


def test_message_without_csrf_token_is_refused(app: Flask, client: FlaskClient) -> None:
    assert client.post("/contact/", data=FIELDS).status_code == 400
    assert saved_emails(app) == []


def test_messages_are_limited(client: FlaskClient, fields: dict[str, str]) -> None:
    statuses = [client.post("/contact/", data=fields).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]


def test_messages_are_listed_and_deleted(client: FlaskClient, runner: FlaskCliRunner, fields: dict[str, str]) -> None:
    client.post("/contact/", data=fields)
    message = json.loads(runner.invoke(args=["contact", "list"]).output)
    assert message | FIELDS == message
    assert runner.invoke(args=["contact", "delete", str(message["id"])]).exit_code == 0
    assert runner.invoke(args=["contact", "list"]).output == ""
