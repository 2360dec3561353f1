"""Accounts: sign-up, log-in and log-out, passwords, links in mails, one's own pages, and what nobody learns from them.

The site runs in production behind a proxy. Its mails arrive at a mail server in this process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from html import unescape
from urllib.parse import SplitResult, parse_qs, quote, urljoin, urlsplit

import pytest
import requests

from tests.projects.claims.accounts import (
    CHANGE,
    CONFIRM,
    DELETE,
    LOG_IN,
    LOG_OUT,
    ORIGIN,
    PASSWORD,
    PROFILE,
    RESET,
    SIGN_UP,
    AccountSite,
    Page,
    set_cookies,
)
from tests.projects.claims.browser import Clock
from tests.projects.claims.mailbox import Mailbox
from tests.projects.claims.server import PARAMETER, SETTINGS
from tests.projects.claims.sites import Site, by_framework
from tests.projects.installed import PRODUCTION

pytestmark = [pytest.mark.generated, pytest.mark.filterwarnings("default")]

WRONG = "not-the-Password-at-all"
NEW = "six-Purple-doors-creak"
MEMBER_PAGES = (PROFILE, CHANGE, DELETE)
PUBLIC_FORMS = (LOG_IN, SIGN_UP, RESET)

DAY, MINUTE = 86_400, 60
"""In seconds."""

MAIL_LIMIT = 4 * MINUTE
"""After that allauth, which sends one mail in three minutes to an address, sends another one."""

LENGTHS = (72, 73, 128)
"""Bcrypt ignores what follows the 72nd character of a password, and zxcvbn refuses it."""

VERY_LONG = "kJ8-Brown.kettles " * 5556
"""A password of 100,000 characters."""

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "https://example.org@evil.example/",
    "https://example.org.evil.example/",
    "//evil.example\\@example.org/",
    "javascript:alert(1)",
    "data:text/html,x",
)
"""Targets that a link to the log-in page must not redirect to."""

Serve = Callable[[str], AccountSite]
flask_only = pytest.mark.parametrize(
    "framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-accounts"))]
)


@pytest.fixture(scope="module")
def serve_accounts(site: Callable[[str, str], Site], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return a function that serves the site `accounts` of a framework in production, once for this module."""
    with ExitStack() as stack:
        served: dict[str, AccountSite] = {}

        def find(framework: str) -> AccountSite:
            if framework not in served:
                found, folder, mailbox = site(framework, "accounts"), tmp_path_factory.mktemp("accounts"), Mailbox()
                stack.callback(lambda: mailbox.controller.stop())
                clock, database = Clock(folder), folder / "site.sqlite3"
                settings = {
                    **SETTINGS,
                    **clock.environment,
                    "DATABASE_URL": f"sqlite:///{database}",
                    "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
                }
                address = stack.enter_context(found.in_production(**settings))
                served[framework] = AccountSite(found, address, mailbox, clock, database)
            return served[framework]

        yield find


@pytest.fixture
def accounts(framework: str, serve_accounts: Serve) -> AccountSite:
    """Return the served site of the framework that a test is run for, with no rate limit reached."""
    found = serve_accounts(framework)
    found.clock.move(MAIL_LIMIT)
    return found


@pytest.fixture
def member(accounts: AccountSite) -> str:
    """Return the address of an account that tests share, since they leave its password as it is."""
    return accounts.shared("member", accounts.add_account)


@pytest.fixture
def waiting(accounts: AccountSite) -> str:
    """Return the address of an account that tests share, and that waits for its confirmation."""
    return accounts.shared("waiting", accounts.sign_up)


# Sign-up and links that confirm an address


@by_framework("accounts")
def test_a_member_signs_up_confirms_the_address_and_logs_in(accounts: AccountSite) -> None:
    client, email = accounts.client(), accounts.new_email()
    client.fill_in(SIGN_UP, email=email, new_password=PASSWORD)
    assert accounts.mailbox.wait_for(email).recipients == (email,)
    client.follow(accounts.mailbox.wait_for_link(email, CONFIRM))
    answer = client.log_in(email)
    assert answer.status_code == requests.codes.found
    assert urlsplit(answer.headers["Location"]).path == PROFILE
    assert email in client.open(PROFILE).text


@by_framework("accounts")
def test_an_account_does_not_open_before_its_address_is_confirmed(accounts: AccountSite, waiting: str) -> None:
    client = accounts.client()
    client.log_in(waiting)
    assert not client.is_logged_in()


@by_framework("accounts")
def test_a_confirmation_link_expires_after_three_days(accounts: AccountSite) -> None:
    emails = [accounts.sign_up() for _ in range(2)]
    opened = []
    for email, seconds in zip(emails, (3 * DAY - MINUTE, 2 * MINUTE), strict=True):
        accounts.clock.move(seconds)
        client = accounts.client()
        client.follow(accounts.mailbox.wait_for_link(email, CONFIRM))
        client.log_in(email)
        opened.append(client.is_logged_in())
    assert opened == [True, False]


@by_framework("accounts")
def test_a_head_request_for_a_link_changes_nothing(accounts: AccountSite, member: str, waiting: str) -> None:
    client = accounts.client()
    client.send("HEAD", accounts.mailbox.wait_for_link(waiting, CONFIRM))
    client.log_in(waiting)
    assert not client.is_logged_in()
    link = accounts.reset_link(member)
    client.send("HEAD", link)
    assert Page(accounts.client().open(link).text).asks_for("new_password")


@by_framework("accounts")
def test_an_account_without_confirmation_gets_another_link(accounts: AccountSite, framework: str) -> None:
    email = accounts.sign_up()
    accounts.clock.move(MAIL_LIMIT)
    if framework == "flask":
        accounts.client().fill_in(CONFIRM, email=email)
    else:
        accounts.client().log_in(email)
    accounts.client().follow(accounts.mailbox.wait_for_link(email, CONFIRM, 2))
    assert accounts.logged_in(email)


@flask_only
def test_only_an_account_without_confirmation_gets_another_link(
    accounts: AccountSite, framework: str, member: str, waiting: str
) -> None:
    unknown, before = accounts.new_email(), len(accounts.mailbox.links(waiting, CONFIRM))
    for email in (member, unknown, waiting):
        accounts.client().fill_in(CONFIRM, email=email)
    accounts.mailbox.wait_for_link(waiting, CONFIRM, before + 1)
    assert len(accounts.mailbox.links(member, CONFIRM)) == 1
    assert accounts.mailbox.to(unknown) == []


@by_framework("accounts")
def test_an_address_in_capitals_is_the_same_account(accounts: AccountSite) -> None:
    client, email = accounts.client(), accounts.new_email()
    client.fill_in(SIGN_UP, email=email.title(), new_password=PASSWORD)
    client.follow(accounts.mailbox.wait_for_link(email, CONFIRM))
    client.log_in(email.upper())
    assert client.is_logged_in()
    assert email in client.open(PROFILE).text
    before = accounts.stored_password(email)
    assert before
    accounts.clock.move(MAIL_LIMIT)
    accounts.client().fill_in(SIGN_UP, email=email.upper(), new_password=NEW)
    accounts.mailbox.wait_for(email, 2)
    assert [accounts.stored_password(each) for each in (email, email.upper())] == [before, ""]


@by_framework("accounts")
def test_a_sign_up_for_a_taken_address_changes_nothing_and_mails_its_owner(accounts: AccountSite) -> None:
    email = accounts.add_account()
    before = accounts.stored_password(email)
    accounts.clock.move(MAIL_LIMIT)
    accounts.client().fill_in(SIGN_UP, email=email, new_password=NEW)
    accounts.mailbox.wait_for(email, 2)
    assert accounts.stored_password(email) == before
    assert {mail.recipients for mail in accounts.mailbox.to(email)} == {(email,)}
    assert len(accounts.mailbox.links(email, CONFIRM)) == 1


@by_framework("accounts")
def test_sign_ups_for_one_address_at_once_are_answered_alike(accounts: AccountSite) -> None:
    email, clients = accounts.new_email(), [accounts.client() for _ in range(3)]
    pages = [client.open(SIGN_UP) for client in clients]
    with ThreadPoolExecutor(len(clients)) as threads:
        answers = [
            threads.submit(client.submit, page, email=email, new_password=PASSWORD)
            for client, page in zip(clients, pages, strict=True)
        ]
    assert len({seen(answer.result(), email) for answer in answers}) == 1
    accounts.client().follow(accounts.mailbox.wait_for_link(email, CONFIRM))
    assert accounts.logged_in(email)


# Forms


@by_framework("accounts")
def test_a_short_password_is_refused_beside_its_field(accounts: AccountSite) -> None:
    email = accounts.new_email()
    answer = accounts.client().fill_in(SIGN_UP, email=email, new_password="short")
    assert answer.status_code == requests.codes.ok
    page = Page(answer.text)
    form = page.main[0]
    first = form.names("new_password")[0]
    invalid = {each["name"] for each in form.fields if "is-invalid" in each.get("class", "").split()}
    assert first in invalid
    assert page.errors[first]
    assert not {*invalid, *page.errors} & set(form.names("email"))
    assert accounts.stored_password(email) == ""


@by_framework("accounts")
def test_every_field_has_a_label(accounts: AccountSite, member: str) -> None:
    client = accounts.logged_in(member)
    link = accounts.reset_link(member)  # a log-in ends Django's link
    pages = [accounts.client().open(path) for path in (*PUBLIC_FORMS, link)]
    for answer in [*pages, *map(client.open, MEMBER_PAGES)]:
        page = Page(answer.text)
        fields = [each for form in page.main for each in form.fields]
        assert fields, answer.url
        assert [each for each in fields if each.get("id") not in page.labelled] == [], answer.url


@by_framework("accounts")
def test_no_form_is_accepted_without_its_csrf_token(accounts: AccountSite, member: str) -> None:
    unsafe = [
        (method, re.sub(r"[\^$]", "", PARAMETER.sub("1", route.path)))
        for route in accounts.site.routes()
        for method in set(route.methods or {"POST"}) & {"POST", "PUT", "PATCH", "DELETE"}
    ]
    assert {path for _, path in unsafe} >= {LOG_OUT, *PUBLIC_FORMS, *MEMBER_PAGES}
    anonymous, known = accounts.client(), accounts.logged_in(member)
    anonymous.open(LOG_IN)
    for method, path in unsafe:
        for client in (anonymous, known):
            answer = client.send(method, path, Origin=ORIGIN, Referer=ORIGIN + path)
            refused = {405} if path.startswith("/health/") else {400, 403}
            assert answer.status_code in refused, f"{method} {path}: {answer.status_code}"
    assert known.is_logged_in()


# Log-in, log-out and sessions


@by_framework("accounts")
def test_only_the_right_password_opens(accounts: AccountSite, member: str) -> None:
    client = accounts.client()
    client.log_in(member, WRONG)
    assert not client.is_logged_in()
    client.log_in(member)
    assert client.is_logged_in()


@by_framework("accounts")
def test_the_pages_of_members_redirect_to_the_log_in_and_back(accounts: AccountSite, member: str) -> None:
    for page in MEMBER_PAGES:
        client = accounts.client()
        answer = client.get(page)
        assert answer.status_code == requests.codes.found
        target = urlsplit(answer.headers["Location"])
        assert (target.path, parse_qs(target.query)["next"]) == (LOG_IN, [page])
        assert target_of(client.log_in(member, path=answer.headers["Location"])).path == page


@by_framework("accounts")
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_link_to_the_log_in_redirects_to_no_other_site(
    accounts: AccountSite, framework: str, elsewhere: str, member: str
) -> None:
    query, client = f"?next={quote(elsewhere, safe='')}", accounts.client()
    answers = [client.log_in(member, path=LOG_IN + query)]
    if not client.is_logged_in():
        client.log_in(member)
    answers += [client.get(LOG_IN + query), client.log_out(query, next=elsewhere)]
    assert not client.is_logged_in()
    for answer in answers:
        target = target_of(answer)
        assert f"{target.scheme}://{target.netloc}" == ORIGIN


@by_framework("accounts")
def test_only_a_post_request_with_its_token_logs_out(accounts: AccountSite, member: str) -> None:
    client = accounts.logged_in(member)
    client.open(LOG_OUT)
    assert client.is_logged_in()
    assert client.post(LOG_OUT).status_code in {400, 403}
    assert client.is_logged_in()
    client.log_out()
    assert not client.is_logged_in()


@by_framework("accounts")
def test_a_copied_cookie_opens_nothing_after_the_log_out(accounts: AccountSite, member: str) -> None:
    client = accounts.logged_in(member)
    copied = client.copy()
    assert copied.is_logged_in()
    client.log_out()
    assert not copied.is_logged_in()


@by_framework("accounts")
def test_a_cookie_from_before_the_log_in_opens_nothing(accounts: AccountSite, member: str) -> None:
    client = accounts.client()
    client.open(LOG_IN)
    copied = client.copy()
    assert copied.cookies
    client.log_in(member)
    assert client.is_logged_in()
    assert not copied.is_logged_in()


@by_framework("accounts")
def test_cookies_are_sent_over_https_only_and_kept_from_scripts(accounts: AccountSite, member: str) -> None:
    client = accounts.client()
    answers = [client.get(LOG_IN), client.log_in(member), client.get(PROFILE)]
    cookies = [cookie for answer in answers for cookie in set_cookies(answer)]
    assert client.is_logged_in()
    assert len(cookies) >= 2
    for cookie in cookies:
        attributes = {part.strip() for part in cookie.split(";")}
        assert {"Secure", "SameSite=Lax"} <= attributes, cookie
        assert "HttpOnly" in attributes or cookie.startswith("csrftoken="), cookie


# What strangers do not learn


def seen(answer: requests.Response, email: str) -> tuple[int, str, str]:
    """Return what a response tells a client: status, redirect and page, without the address and the form's tokens."""
    page = re.sub(r'(value|nonce)="[^"]{20,}"', "", unescape(answer.text)).replace(email, "")
    return answer.status_code, answer.headers.get("Location", "").replace(quote(email), ""), page


def target_of(answer: requests.Response) -> SplitResult:
    """Return where a browser goes after a response: it reads a backslash as a slash, and ignores tabs and line ends."""
    location = re.sub(r"[\t\r\n]", "", answer.headers.get("Location", "/")).replace("\\", "/")
    return urlsplit(urljoin(ORIGIN + LOG_IN, location))


def answers(accounts: AccountSite, path: str, asked: Mapping[str, str], *emails: str) -> list[tuple[object, object]]:
    """Return what is seen by clients that send a form, each for another address, and on the page that follows."""
    found: list[tuple[object, object]] = []
    for email in emails:
        client = accounts.client()
        answer = client.fill_in(path, email=email, **asked)
        after = client.open(answer.headers["Location"]) if "Location" in answer.headers else answer
        found.append((seen(answer, email), seen(after, email)))
    return found


@by_framework("accounts")
@pytest.mark.parametrize(
    ("path", "asked"), [(LOG_IN, {"current_password": WRONG}), (RESET, {}), (SIGN_UP, {"new_password": NEW})]
)
def test_no_response_tells_whether_an_address_has_an_account(
    accounts: AccountSite, framework: str, member: str, waiting: str, path: str, asked: dict[str, str]
) -> None:
    unknown, *others = answers(accounts, path, asked, accounts.new_email(), member, waiting)
    assert others == [unknown, unknown]


@flask_only
def test_asking_for_a_confirmation_tells_nothing_about_an_address(
    accounts: AccountSite, framework: str, member: str, waiting: str
) -> None:
    unknown, *others = answers(accounts, CONFIRM, {}, accounts.new_email(), member, waiting)
    assert others == [unknown, unknown]


@by_framework("accounts")
@pytest.mark.parametrize(("path", "asked"), [(LOG_IN, {"current_password": WRONG}), (SIGN_UP, {"new_password": NEW})])
def test_the_time_of_a_response_does_not_tell_whether_an_address_has_an_account(
    accounts: AccountSite, framework: str, member: str, path: str, asked: dict[str, str]
) -> None:
    def seconds(email: str) -> float:
        return accounts.client().fill_in(path, email=email, **asked).elapsed.total_seconds()

    # A hash takes most of the time; the least of several is free of what else the machine does.
    known = min(seconds(member) for _ in range(3))
    unknown = min(seconds(accounts.new_email()) for _ in range(3))
    assert 0.5 < known / unknown < 2


@by_framework("accounts")
def test_who_has_no_account_gets_no_mail(accounts: AccountSite, member: str) -> None:
    email = accounts.new_email()
    accounts.client().fill_in(RESET, email=email)
    accounts.reset_link(member)
    assert accounts.mailbox.to(email) == []


@by_framework("accounts")
@pytest.mark.parametrize("trouble", ["down", "refusing"])
def test_a_mail_server_that_fails_tells_the_client_nothing_and_the_log_no_address(
    accounts: AccountSite, framework: str, member: str, trouble: str
) -> None:
    with accounts.log_until('"level": "error"') as lines, getattr(accounts.mailbox, trouble)():
        unknown = accounts.new_email()
        for path, asked in {RESET: {}, SIGN_UP: {"new_password": NEW}}.items():
            first, second = answers(accounts, path, asked, member, unknown)
            assert first == second
        accounts.client().fill_in(RESET, email=member)
    for email in (member, unknown):
        assert email not in "\n".join(lines)


# Passwords


@by_framework("accounts")
def test_passwords_are_stored_as_argon2id(accounts: AccountSite, member: str) -> None:
    stored = accounts.stored_password(member)
    assert "$argon2id$" in stored
    assert PASSWORD not in stored


@by_framework("accounts")
def test_a_mail_replaces_a_forgotten_password_and_ends_the_sessions(accounts: AccountSite) -> None:
    email = accounts.add_account()
    other = accounts.logged_in(email)
    accounts.client().fill_in(accounts.reset_link(email), new_password=NEW)
    assert {mail.recipients for mail in accounts.mailbox.to(email)} == {(email,)}
    assert not other.is_logged_in()
    other.log_in(email)
    assert not other.is_logged_in()
    other.log_in(email, NEW)
    assert other.is_logged_in()


@by_framework("accounts")
def test_a_reset_link_works_once(accounts: AccountSite) -> None:
    email = accounts.add_account()
    link = accounts.reset_link(email)
    prepared = accounts.client()
    page = prepared.open(link)
    accounts.client().fill_in(link, new_password=NEW)
    assert accounts.logged_in(email, NEW)
    assert not Page(accounts.client().open(link).text).asks_for("new_password")
    prepared.submit(page, new_password=PASSWORD)
    assert accounts.logged_in(email, NEW)


@by_framework("accounts")
def test_a_reset_link_expires_after_an_hour(accounts: AccountSite, member: str) -> None:
    link = accounts.reset_link(member)
    accounts.clock.move(59 * MINUTE)
    assert Page(accounts.client().open(link).text).asks_for("new_password")
    accounts.clock.move(2 * MINUTE)
    assert not Page(accounts.client().open(link).text).asks_for("new_password")


@by_framework("accounts")
def test_changing_the_password_needs_the_old_one_and_ends_other_sessions(accounts: AccountSite) -> None:
    email = accounts.add_account()
    client, other = accounts.logged_in(email), accounts.logged_in(email)
    client.fill_in(CHANGE, current_password=WRONG, new_password=NEW)
    assert other.is_logged_in()
    client.fill_in(CHANGE, current_password=PASSWORD, new_password=NEW)
    assert client.is_logged_in()
    assert not other.is_logged_in()
    other.log_in(email)
    assert not other.is_logged_in()
    other.log_in(email, NEW)
    assert other.is_logged_in()


def long_password(length: int, start: str) -> str:
    """Return a password whose last character counts."""
    return (start + "kJ8-Brown.kettles " * 8)[: length - 1] + "x"


@by_framework("accounts")
@pytest.mark.parametrize("length", LENGTHS)
def test_every_character_of_a_long_password_counts(accounts: AccountSite, framework: str, length: int) -> None:
    signed_up, changed, reset = (long_password(length, start) for start in ("first ", "second ", "third "))
    email, client = accounts.add_account(signed_up), accounts.client()
    client.log_in(email, signed_up[:-1] + "y")
    assert not client.is_logged_in()
    accounts.logged_in(email, signed_up).fill_in(CHANGE, current_password=signed_up, new_password=changed)
    assert accounts.logged_in(email, changed)
    accounts.client().fill_in(accounts.reset_link(email), new_password=reset)
    assert accounts.logged_in(email, reset)


@by_framework("accounts")
def test_a_very_long_password_is_no_server_error(accounts: AccountSite) -> None:
    email = accounts.add_account()
    client = accounts.logged_in(email)
    answers = [
        client.fill_in(CHANGE, current_password=PASSWORD, new_password=VERY_LONG),
        client.fill_in(CHANGE, current_password=VERY_LONG, new_password=NEW),
        client.fill_in(DELETE, current_password=VERY_LONG),
        accounts.client().log_in(email, VERY_LONG),
        accounts.client().fill_in(accounts.reset_link(email), new_password=VERY_LONG),
        accounts.client().fill_in(SIGN_UP, email=accounts.new_email(), new_password=VERY_LONG),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


# The pages of members


@by_framework("accounts")
def test_a_name_is_escaped(accounts: AccountSite, member: str) -> None:
    client = accounts.logged_in(member)
    assert client.fill_in(PROFILE, name="<b>Ada</b> & 'Co'").status_code == requests.codes.found
    page = client.open(PROFILE).text
    assert "<b>Ada" not in page
    assert "<b>Ada</b> & 'Co'" in unescape(page)


@by_framework("accounts")
def test_deleting_an_account_needs_its_password(accounts: AccountSite) -> None:
    email = accounts.add_account()
    client = accounts.logged_in(email)
    client.fill_in(DELETE, current_password=WRONG)
    assert client.is_logged_in()
    client.fill_in(DELETE, current_password=PASSWORD)
    assert not client.is_logged_in()
    assert accounts.stored_password(email) == ""
    client.log_in(email)
    assert not client.is_logged_in()


@by_framework("accounts")
def test_pages_about_accounts_are_not_cached_and_have_the_security_headers(accounts: AccountSite, member: str) -> None:
    client = accounts.logged_in(member)
    answers = [*map(client.get, MEMBER_PAGES), *map(accounts.client().get, (*PUBLIC_FORMS, *MEMBER_PAGES))]
    assert [answer.status_code for answer in answers] == [200] * 6 + [302] * 3
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"].split(", "), answer.url
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@by_framework("accounts")
def test_what_is_the_same_for_everyone_may_be_cached_for_members_too(accounts: AccountSite, member: str) -> None:
    client = accounts.logged_in(member)
    for path in ("/static/favicon.svg", "/health/live/"):
        answer = client.get(path)
        assert answer.status_code == requests.codes.ok
        assert "Set-Cookie" not in answer.headers
        expected = accounts.client().get(path).headers.get("Cache-Control")
        assert answer.headers.get("Cache-Control") == expected
    assert "no-store" not in client.get("/static/favicon.svg").headers.get("Cache-Control", "")


# The server


@by_framework("accounts")
def test_links_in_mails_are_https_urls_of_the_site(accounts: AccountSite, member: str) -> None:
    client, before = accounts.client(), len(accounts.mailbox.links(member, RESET))
    form = Page(client.open(RESET).text).main[0]
    values = form.values | dict.fromkeys(form.names("email"), member)
    evil = "https://evil.example"
    refused = [
        client.send("GET", RESET, Host="evil.example"),
        client.send("POST", RESET, values, Host="evil.example", Origin=evil, Referer=evil + RESET),
    ]
    assert [answer.status_code for answer in refused] == [400, 400]
    client.send("POST", RESET, values, X_Forwarded_Host="evil.example", Origin=ORIGIN, Referer=ORIGIN + RESET)
    accounts.mailbox.wait_for_link(member, RESET, before + 1)
    links = [*accounts.mailbox.links(member, RESET), *accounts.mailbox.links(member, CONFIRM)]
    assert [link for link in links if not link.startswith((ORIGIN + RESET, ORIGIN + CONFIRM))] == []


@by_framework("accounts")
def test_the_log_has_neither_passwords_nor_addresses_nor_tokens(accounts: AccountSite) -> None:
    with accounts.log_until(CHANGE) as lines:
        email = accounts.add_account()
        accounts.client().log_in(email, WRONG)
        link = accounts.reset_link(email)
        accounts.client().fill_in(link, new_password=NEW)
        client = accounts.logged_in(email, NEW)
        client.fill_in(CHANGE, current_password=NEW, new_password=PASSWORD)
    links = (link, *accounts.mailbox.links(email, CONFIRM))
    tokens = [urlsplit(each).path.rstrip("/").rpartition("/")[2] for each in links]
    log = "\n".join(lines)
    assert LOG_IN in log
    for secret in (PASSWORD, WRONG, NEW, email, quote(email), *tokens, *client.cookies.values()):
        assert secret not in log


@by_framework("accounts")
def test_what_the_database_refuses_is_not_in_the_log(accounts: AccountSite) -> None:
    email = accounts.new_email()
    with accounts.log_until(r'"POST"|\[POST\]') as lines, accounts.refusing_users():
        accounts.client().fill_in(SIGN_UP, email=email, new_password=PASSWORD)
    assert accounts.stored_password(email) == ""
    for secret in (email, "argon2", PASSWORD):
        assert secret not in "\n".join(lines)


@by_framework("accounts")
def test_error_pages_and_health_need_no_users_table(accounts: AccountSite, member: str) -> None:
    client, anonymous, email = accounts.logged_in(member), accounts.client(), accounts.new_email()
    page = anonymous.open(SIGN_UP)
    with accounts.log_until('"level": "error"') as lines, accounts.without_users():
        failed = [client.get(PROFILE), anonymous.submit(page, email=email, new_password=PASSWORD)]
        others = [anonymous.get(path) for path in ("/static/nothing", "/nowhere/", "/health/live/")]
    assert [answer.status_code for answer in failed] == [500, 500]
    for answer in failed:
        assert "Shelf" in answer.text, "not the site's own page"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not re.search("sqlite|select|Traceback|OperationalError", answer.text, re.IGNORECASE)
    assert [answer.status_code for answer in others] == [404, 404, 200]
    assert email not in "\n".join(lines)
    assert client.is_logged_in()


@by_framework("accounts")
def test_demo_users_log_in(accounts: AccountSite, framework: str) -> None:
    settings = {**PRODUCTION, "APP_ENV": "development", "DATABASE_URL": f"sqlite:///{accounts.database}"}
    printed = [accounts.site.run("uv", "run", "poe", "seed", **settings) for _ in range(2)]
    users = re.findall(r"(\S+@example\.org)\W+(\S+)", printed[1])
    assert users
    for email, password in users:
        assert accounts.logged_in(email, password)
