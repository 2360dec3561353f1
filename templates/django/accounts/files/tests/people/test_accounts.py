"""Signing up, logging in and out, passwords, and one's own account."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Protocol
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
import time_machine
from werkzeug.test import Client, TestResponse

from people.visitor import EMAIL, LOG_IN, PASSWORD, PROFILE, Visitor, forms
from production import PRODUCTION
from test_contract import assert_protected, written_log

SIGN_UP = "/accounts/signup/"
LOG_OUT = "/accounts/logout/"
RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
DELETE = "/accounts/delete/"
PAGES = (PROFILE, CHANGE, DELETE)
"""The pages of somebody who is logged in."""

WRONG = "not-the-Password-at-all"
NEW = "six-Purple-doors-creak"
NOBODY = "nobody@example.org"

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "https://localhost@evil.example/",
    "https://localhost.evil.example/",
    "//evil.example\\@localhost/",
    "javascript:alert(1)",
    "data:text/html,x",
)
"""Addresses that a visitor must not be sent to by a link that begins with ours."""


class Message(Protocol):
    """A mail that was sent."""

    to: list[str]
    subject: str
    body: str


MakePerson = Callable[..., None]
NewVisitor = Callable[[], Visitor]


def link(message: Message) -> str:
    """The one link in a mail."""
    (found,) = re.findall(r"https?://\S+", message.body)
    return str(found)


def follow(visitor: Visitor, address: str) -> None:
    """Open a link that confirms something, and press the button where there is one."""
    page = visitor.open(address)
    if (found := forms(page.text)) and not found[0].fields:
        visitor.send(page)


def target(location: str) -> str:
    """Where a browser goes: it takes backslashes for slashes, and no notice of tabs and line ends."""
    return urljoin(f"http://localhost{LOG_IN}", re.sub(r"[\t\r\n]", "", location).replace("\\", "/"))


def told(answer: TestResponse, email: str) -> tuple[int, str, str]:
    """What an answer tells a stranger about an e-mail: all but the e-mail itself and the form's tokens."""
    page = re.sub(r'(value|nonce)="[^"]{20,}"', "", unescape(answer.text)).replace(email, "")
    return answer.status_code, answer.headers.get("Location", ""), page


def test_somebody_signs_up_confirms_and_logs_in(visitor: NewVisitor, outbox: list[Message]) -> None:
    ada = visitor()

    assert ada.fill_in(SIGN_UP, email=EMAIL, new_password=PASSWORD).status_code == 302
    (message,) = outbox
    assert message.to == [EMAIL]
    follow(ada, link(message))
    answer = ada.log_in()

    assert answer.status_code == 302
    assert answer.location == PROFILE
    assert EMAIL in ada.open(PROFILE).text


def test_nobody_logs_in_before_the_e_mail_is_confirmed(visitor: NewVisitor) -> None:
    ada = visitor()
    ada.fill_in(SIGN_UP, email=EMAIL, new_password=PASSWORD)

    ada.log_in()

    assert not ada.is_logged_in()


def test_a_link_that_confirms_expires(visitor: NewVisitor, outbox: list[Message]) -> None:
    ada = visitor()
    with time_machine.travel(datetime.now(UTC) - timedelta(days=4)):
        ada.fill_in(SIGN_UP, email=EMAIL, new_password=PASSWORD)
    late = visitor()

    follow(late, link(outbox[0]))
    late.log_in()

    assert not late.is_logged_in()


def test_an_e_mail_is_the_same_in_capitals(visitor: NewVisitor, outbox: list[Message]) -> None:
    ada = visitor()
    ada.fill_in(SIGN_UP, email="Ada@Example.ORG", new_password=PASSWORD)
    follow(ada, link(outbox[0]))

    ada.log_in("aDa@example.org")

    assert ada.is_logged_in()
    assert EMAIL in ada.open(PROFILE).text


def test_passwords_are_stored_as_argon2id(visitor: NewVisitor, stored_passwords: Callable[[], list[str]]) -> None:
    visitor().fill_in(SIGN_UP, email=EMAIL, new_password=PASSWORD)

    (stored,) = stored_passwords()
    assert "$argon2id$" in stored
    assert PASSWORD not in stored


def test_a_short_password_is_refused_beside_its_field(
    visitor: NewVisitor, stored_passwords: Callable[[], list[str]]
) -> None:
    answer = visitor().fill_in(SIGN_UP, email=EMAIL, new_password="short")

    assert answer.status_code == 200
    assert re.search(
        r'<input[^>]*type="password"[^>]*class="[^"]*is-invalid|is-invalid[^>]*type="password"', answer.text
    )
    assert "invalid-feedback" in answer.text
    assert "aria-describedby" in answer.text
    assert stored_passwords() == []


@pytest.mark.parametrize("path", [SIGN_UP, LOG_IN, RESET])
def test_every_field_has_its_label(visitor: NewVisitor, path: str) -> None:
    page = visitor().open(path).text.split("<main", 1)[1]
    fields = [tag for tag in re.findall(r"<input[^>]*>", page) if not re.search(r'type="(hidden|submit)"', tag)]

    assert fields
    for tag in fields:
        (name,) = re.findall(r'\bid="([^"]+)"', tag)
        assert f'for="{name}"' in page


def test_only_the_right_password_opens(visitor: NewVisitor, make_person: MakePerson) -> None:
    make_person()
    ada = visitor()

    ada.log_in(password=WRONG)

    assert not ada.is_logged_in()
    ada.log_in()
    assert ada.is_logged_in()


@pytest.mark.parametrize("page", PAGES)
def test_whoever_is_not_known_is_sent_to_log_in_and_back(
    visitor: NewVisitor, make_person: MakePerson, page: str
) -> None:
    make_person()
    ada = visitor()

    sent = ada.open(page, follow=False)

    assert sent.status_code == 302
    assert unquote(sent.location) == f"{LOG_IN}?next={page}"
    assert ada.log_in(path=sent.location).location == page


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_elsewhere_by_a_link_to_our_log_in(
    visitor: NewVisitor, make_person: MakePerson, elsewhere: str
) -> None:
    make_person()
    ada = visitor()
    path = f"{LOG_IN}?next={quote(elsewhere, safe='')}"

    answers = [ada.log_in(path=path), ada.open(path, follow=False), ada.post(f"{LOG_OUT}?next={quote(elsewhere)}")]

    for answer in answers:
        parts = urlsplit(target(answer.headers.get("Location", "/")))
        assert (parts.scheme, parts.netloc) == ("http", "localhost")


def test_logging_out_takes_a_button(known: Callable[..., Visitor]) -> None:
    ada = known()

    ada.open(LOG_OUT)

    assert ada.is_logged_in()
    ada.log_out()
    assert not ada.is_logged_in()


def test_a_copied_cookie_is_worth_nothing_after_the_log_out(known: Callable[..., Visitor]) -> None:
    ada = known()
    thief = ada.copy()
    assert thief.is_logged_in()

    ada.log_out()

    assert not thief.is_logged_in()


def test_a_cookie_from_before_the_log_in_does_not_become_a_key(visitor: NewVisitor, make_person: MakePerson) -> None:
    make_person()
    ada = visitor()
    ada.open(LOG_IN)
    prepared = ada.copy()

    ada.log_in()

    assert ada.is_logged_in()
    assert not prepared.is_logged_in()


@pytest.mark.parametrize("path", [LOG_IN, RESET, SIGN_UP])
def test_no_answer_tells_who_has_an_account(
    visitor: NewVisitor, make_person: MakePerson, hashing: list[str], path: str
) -> None:
    make_person()
    asked = {LOG_IN: {"current_password": WRONG}, RESET: {}, SIGN_UP: {"new_password": WRONG}}[path]
    answers, efforts = [], []
    for email in (EMAIL, NOBODY):
        hashing.clear()
        stranger = visitor()
        answer = stranger.fill_in(path, email=email, **asked)
        efforts.append(len(hashing))
        after = stranger.open(answer.location) if answer.status_code == 302 else answer
        answers.append((told(answer, email), told(after, email)))

    assert answers[0] == answers[1]
    assert efforts[0] == efforts[1]


def test_signing_up_twice_changes_nothing_and_tells_the_owner(
    visitor: NewVisitor,
    make_person: MakePerson,
    outbox: list[Message],
    stored_passwords: Callable[[], list[str]],
) -> None:
    make_person()
    before = stored_passwords()

    visitor().fill_in(SIGN_UP, email=EMAIL.upper(), new_password=NEW)

    assert stored_passwords() == before
    assert [message.to for message in outbox] == [[EMAIL]]


def test_a_forgotten_password_is_replaced_by_way_of_a_mail(
    visitor: NewVisitor, make_person: MakePerson, outbox: list[Message], known: Callable[..., Visitor]
) -> None:
    elsewhere = known()
    ada = visitor()

    ada.fill_in(RESET, email=EMAIL)
    (message,) = outbox
    assert message.to == [EMAIL]
    ada.fill_in(link(message), new_password=NEW)

    assert not elsewhere.is_logged_in()
    ada.log_out() if ada.is_logged_in() else None
    ada.log_in()
    assert not ada.is_logged_in()
    ada.log_in(password=NEW)
    assert ada.is_logged_in()


def test_a_link_to_a_new_password_works_once(
    visitor: NewVisitor, make_person: MakePerson, outbox: list[Message]
) -> None:
    make_person()
    visitor().fill_in(RESET, email=EMAIL)
    visitor().fill_in(link(outbox[0]), new_password=NEW)

    page = visitor().open(link(outbox[0]))

    assert not [form for form in forms(page.text) if "new_password" in form.fields]


def test_a_link_to_a_new_password_expires(visitor: NewVisitor, make_person: MakePerson, outbox: list[Message]) -> None:
    make_person()
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=1, minutes=5)):
        visitor().fill_in(RESET, email=EMAIL)

    page = visitor().open(link(outbox[0]))

    assert not [form for form in forms(page.text) if "new_password" in form.fields]


def test_who_has_no_account_gets_no_mail(visitor: NewVisitor, outbox: list[Message]) -> None:
    visitor().fill_in(RESET, email=NOBODY)

    assert outbox == []


def test_a_password_is_changed_by_whoever_knows_the_old_one(visitor: NewVisitor, known: Callable[..., Visitor]) -> None:
    ada, elsewhere = known(), visitor()
    elsewhere.log_in()

    ada.fill_in(CHANGE, current_password=WRONG, new_password=NEW)
    assert elsewhere.is_logged_in()
    ada.fill_in(CHANGE, current_password=PASSWORD, new_password=NEW)

    assert ada.is_logged_in()
    assert not elsewhere.is_logged_in()
    elsewhere.log_in(password=NEW)
    assert elsewhere.is_logged_in()


def test_a_name_is_shown_as_it_was_written(known: Callable[..., Visitor]) -> None:
    ada = known()

    answer = ada.fill_in(PROFILE, name="<b>Ada</b> & 'Co'")

    assert answer.status_code == 302
    page = ada.open(PROFILE).text
    assert "<b>Ada" not in page
    assert "<b>Ada</b> & 'Co'" in unescape(page)


def test_an_account_is_deleted_by_whoever_knows_its_password(
    known: Callable[..., Visitor], visitor: NewVisitor, stored_passwords: Callable[[], list[str]]
) -> None:
    ada = known()

    ada.fill_in(DELETE, current_password=WRONG)
    assert ada.is_logged_in()
    ada.fill_in(DELETE, current_password=PASSWORD)

    assert not ada.is_logged_in()
    assert stored_passwords() == []
    again = visitor()
    again.log_in()
    assert not again.is_logged_in()


def test_no_form_is_taken_without_its_token(
    http: Client, known: Callable[..., Visitor], unsafe_routes: list[tuple[str, str]]
) -> None:
    ada = known()
    assert {path for _, path in unsafe_routes} >= {LOG_IN, LOG_OUT, SIGN_UP, RESET, CHANGE, DELETE, PROFILE}

    for method, path in unsafe_routes:
        assert http.open(path, method=method).status_code in {400, 403, 405}, path
        assert ada.client.open(path, method=method).status_code in {400, 403, 405}, path
    assert ada.is_logged_in()


def test_pages_of_the_known_are_protected_and_kept_by_no_cache(known: Callable[..., Visitor]) -> None:
    ada = known()

    for path in PAGES:
        page = ada.open(path)
        assert page.status_code == 200
        assert_protected(page)
        assert "no-store" in page.headers["Cache-Control"]


def test_in_production_every_cookie_travels_by_https_only(
    visitor_in_production: NewVisitor, make_person_in_production: MakePerson
) -> None:
    make_person_in_production()
    ada = visitor_in_production()

    answer = ada.log_in()

    assert ada.is_logged_in()
    cookies = ada.open(LOG_IN).headers.getlist("Set-Cookie") + answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert "Secure" in cookie
        assert "SameSite=Lax" in cookie
        assert "HttpOnly" in cookie or cookie.strip().startswith("csrftoken=")


def test_in_production_links_in_mails_lead_to_us_by_https(
    visitor_in_production: NewVisitor, make_person_in_production: MakePerson, outbox: list[Message]
) -> None:
    make_person_in_production()
    ada = visitor_in_production()

    ada.fill_in(RESET, email=EMAIL)
    refused = ada.client.post(RESET, data={"email": EMAIL}, base_url="https://evil.example")

    assert refused.status_code == 400
    (message,) = outbox
    assert link(message).startswith(f"https://example.org{RESET}")


def test_neither_secrets_nor_people_are_in_the_log(
    visitor: NewVisitor, make_person: MakePerson, outbox: list[Message]
) -> None:
    make_person()
    ada = visitor()
    with written_log(**PRODUCTION) as log:
        ada.log_in(password=WRONG)
        ada.log_in()
        visitor().fill_in(RESET, email=EMAIL)
        visitor().open(link(outbox[0]))

    token = urlsplit(link(outbox[0])).path.removeprefix(RESET).strip("/")
    assert LOG_IN in log.getvalue()
    for secret in (PASSWORD, WRONG, EMAIL, token):
        assert secret not in log.getvalue()


def test_the_demo_people_can_log_in(run: Callable[[str], tuple[int, str]], visitor: NewVisitor) -> None:
    assert run("seed")[0] == 0
    status, output = run("seed")

    assert status == 0
    log_ins = re.findall(r"(\S+@example\.org)\W+(\S+)", output)
    assert log_ins
    for email, password in log_ins:
        somebody = visitor()
        assert somebody.log_in(email, password).status_code == 302
