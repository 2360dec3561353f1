import re

import pytest
from flask.testing import FlaskClient
from flask_mailman import EmailMessage

MESSAGE = {"name": "Ada", "email": "ada@example.com", "text": "Hello"}


@pytest.fixture
def fields(client: FlaskClient) -> dict[str, str]:
    """Return valid form data with a CSRF token."""
    match = re.search(r'name="csrf_token".*?value="([^"]+)"', client.get("/contact/").text)
    assert match
    return MESSAGE | {"csrf_token": match[1]}


def test_message_is_mailed(client: FlaskClient, fields: dict[str, str], outbox: list[EmailMessage]) -> None:
    response = client.post("/contact/", data=fields, follow_redirects=True)
    assert "Your message was sent." in response.text
    (mail,) = outbox
    assert (mail.body, mail.reply_to) == ("Hello", ["ada@example.com"])


@pytest.mark.parametrize("change", [{"name": ""}, {"email": "ada"}, {"text": " "}, {"text": "x" * 5001}])
def test_invalid_message_is_refused(
    client: FlaskClient, fields: dict[str, str], change: dict[str, str], outbox: list[EmailMessage]
) -> None:
    assert "invalid-feedback" in client.post("/contact/", data=fields | change).text
    assert outbox == []


def test_message_without_csrf_token_is_refused(client: FlaskClient, outbox: list[EmailMessage]) -> None:
    assert client.post("/contact/", data=MESSAGE).status_code == 400
    assert outbox == []


def test_name_adds_no_header(client: FlaskClient, fields: dict[str, str], outbox: list[EmailMessage]) -> None:
    client.post("/contact/", data=fields | {"name": "Ada\r\nBcc: eve@example.com"})
    assert outbox[0].subject == "Message from Ada Bcc: eve@example.com"


def test_messages_are_limited(client: FlaskClient, fields: dict[str, str]) -> None:
    statuses = [client.post("/contact/", data=fields).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
