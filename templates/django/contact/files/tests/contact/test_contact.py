"""The contact form: what is written in it is kept, mailed, and shown to nobody else."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Protocol

import pytest
import time_machine
from werkzeug.test import Client, TestResponse

from app.contact.senders import MOST, in_one_line, readable, sender_of
from test_contract import assert_protected, written_log

CONTACT = "/contact/"
THANKS = "/contact/thanks/"
WRITTEN = {"name": "Ada", "email": "ada@example.org", "text": "Do you sell <b>tea</b>?"}

Run = Callable[[str], tuple[int, str]]


class Mail(Protocol):
    """A mail that was sent."""

    to: list[str]
    reply_to: list[str]
    subject: str
    body: str


def send(client: Client, address: str = "192.0.2.1", **given: str) -> TestResponse:
    """The answer to the form, filled in by somebody at an address."""
    hidden = [tag for tag in re.findall(r"<input[^>]*>", client.get(CONTACT).text) if 'type="hidden"' in tag]
    token = {re.findall(r' name="([^"]*)"', tag)[0]: re.findall(r' value="([^"]*)"', tag)[0] for tag in hidden}
    return client.post(CONTACT, data=token | WRITTEN | given, environ_overrides={"REMOTE_ADDR": address})


def test_a_message_is_kept_and_its_sender_thanked(http: Client, run: Run) -> None:
    answer = send(http)

    assert answer.status_code == 302
    assert answer.location.endswith(THANKS)
    assert "Thank you" in http.get(THANKS).text
    status, listed = run("messages")
    assert status == 0
    for part in (*WRITTEN.values(), f"{datetime.now(UTC):%Y-%m-%d}"):
        assert part in listed


def test_the_form_can_be_found_and_filled_in_by_everybody(http: Client) -> None:
    page = http.get(CONTACT)

    assert 'href="/contact/"' in http.get("/").text
    for field, asked in (("name", "name"), ("email", "email")):
        assert re.search(rf'<input[^>]*name="{field}"[^>]*autocomplete="{asked}"', page.text) or re.search(
            rf'<input[^>]*autocomplete="{asked}"[^>]*name="{field}"', page.text
        )
    for field in re.findall(r'<(?:input|textarea)[^>]* id="([^"]+)"', page.text):
        assert f'for="{field}"' in page.text or "csrf" in field
    assert_protected(page)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "required"),
        ({"name": "x" * 101}, "100 characters"),
        ({"email": ""}, "required"),
        ({"email": "ada"}, "valid e"),
        ({"email": "ada@example.org\r\nBcc: all@example.org"}, "valid e"),
        ({"text": "\x1b"}, "required"),
        ({"text": "x" * 5001}, "5000 characters"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(http: Client, run: Run, given: dict[str, str], said: str) -> None:
    answer = send(http, **given)

    assert answer.status_code == 422
    page = unescape(answer.text)
    assert said in page
    assert page.count("is-invalid") == 1
    assert "aria-describedby" in page
    assert "Do you sell" not in run("messages")[1]


def test_what_was_typed_is_shown_again_and_never_as_html(http: Client) -> None:
    answer = send(http, email="ada", text="<script>alert(1)</script>")

    assert "<script>alert" not in answer.text
    assert "<script>alert(1)</script>" in unescape(answer.text)


def test_a_program_that_fills_in_everything_is_thanked_and_not_kept(
    with_address: Client, run: Run, sent_mails: list[Mail]
) -> None:
    assert send(with_address, website="https://example.org").location.endswith(THANKS)

    assert "There are no messages." in run("messages")[1]
    assert sent_mails == []


def test_an_address_sends_so_many_messages_an_hour(http: Client, run: Run) -> None:
    taken = [send(http).status_code for _ in range(MOST)]

    refused = send(http)

    assert taken == [302] * MOST
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "Do you sell" in refused.text
    assert send(http, "198.51.100.7").status_code == 302
    assert run("messages")[1].count("Do you sell") == MOST + 1
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61)):
        assert send(http).status_code == 302


def test_a_sender_cannot_be_told_from_what_is_kept() -> None:
    one = sender_of("192.0.2.1", "secret")

    assert len(one) == 64
    assert one != sender_of("192.0.2.1", "another secret")
    assert one != sender_of("192.0.2.2", "secret")
    assert sender_of("2001:db8::1", "secret") == sender_of("2001:db8::2", "secret")
    assert sender_of("2001:db8::1", "secret") != sender_of("2001:db8:0:1::1", "secret")
    assert sender_of("", "secret")


def test_a_message_is_mailed_where_an_address_is_set(with_address: Client, sent_mails: list[Mail]) -> None:
    send(with_address, name="Ada\r\nBcc: all@example.org")

    (mail,) = sent_mails
    assert mail.to == ["us@example.org"]
    assert mail.reply_to == ["ada@example.org"]
    assert "Ada" not in mail.subject
    assert "Ada Bcc: all@example.org <ada@example.org>" in mail.body
    assert WRITTEN["text"] in mail.body


def test_nothing_is_mailed_where_no_address_is_set(http: Client, sent_mails: list[Mail]) -> None:
    send(http)

    assert sent_mails == []


def test_a_message_is_kept_where_the_mail_does_not_leave(with_address: Client, run: Run, no_mails: None) -> None:
    with written_log() as log:
        assert send(with_address).status_code == 302

    assert "mail not sent" in log.getvalue()
    assert "ada@example.org" not in log.getvalue()
    assert "Do you sell" in run("messages")[1]


def test_a_message_is_deleted_on_the_command_line(http: Client, run: Run) -> None:
    send(http)
    (number,) = re.findall(r"^(\d+)  ", run("messages")[1], re.MULTILINE)

    assert run(f"messages --delete {number}")[0] == 0
    assert "There are no messages." in run("messages")[1]
    status, output = run(f"messages --delete {number}")
    assert status != 0
    assert f"there is no message {number}" in output


def test_texts_are_kept_without_what_a_terminal_obeys() -> None:
    assert readable(" a\x1b[31m\x9b\r\nb\t\x00é\u2028 ") == "a[31m\nb\té"
    assert in_one_line("a\r\nb\tc") == "a b c"
