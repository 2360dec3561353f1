"""The pages on which people look after their second factor."""

import time
from collections.abc import Callable

import time_machine

from people.codes import SECRET, code
from people.visitor import PASSWORD, Visitor, forms

INDEX = "/accounts/2fa/"
ACTIVATE = "/accounts/2fa/totp/activate/"
VERIFY = "/accounts/verify/"
AUTHENTICATE = "/accounts/2fa/authenticate/"


def test_a_second_factor_can_be_taken_away(known: Callable[..., Visitor], visitor: Callable[[], Visitor]) -> None:
    ada = known("staff")
    assert "Turn it off" in ada.open(INDEX).text

    ada.send(ada.open(INDEX))
    again = visitor()
    again.log_in()

    assert again.is_logged_in()
    assert again.open("/people/").request.path == "/accounts/2fa/totp/activate/"


def test_half_an_hour_after_the_log_in_the_password_is_asked_for_again(known: Callable[..., Visitor]) -> None:
    ada = known("member")

    with time_machine.travel(time.time() + 29 * 60):
        ada.open("/")
    with time_machine.travel(time.time() + 50 * 60):
        page = ada.open(INDEX)
        assert page.request.path == VERIFY
        answer = ada.send(page, current_password=PASSWORD)
        assert answer.location == INDEX
        assert ada.open(INDEX).request.path == INDEX


def test_looking_at_the_page_of_the_code_does_not_log_out(known: Callable[..., Visitor]) -> None:
    ada = known("staff")

    ada.open(AUTHENTICATE)

    assert ada.is_logged_in()


def test_recovery_codes_are_shown_once(known: Callable[..., Visitor]) -> None:
    ada = known("staff")
    page = ada.send(ada.open("/accounts/2fa/recovery-codes/"))
    assert page.text.count("<li><code>") == 10

    assert "<li><code>" not in ada.open("/accounts/2fa/recovery-codes/?show_codes=1").text


def test_secrets_are_encrypted_in_the_database(
    known: Callable[..., Visitor], stored_secrets: Callable[[], str]
) -> None:
    ada = known("staff")
    page = ada.send(ada.open("/accounts/2fa/recovery-codes/"))
    first = page.text.split("<li><code>")[1].split("<")[0]

    assert SECRET not in stored_secrets()
    assert first not in stored_secrets()


def test_a_recovery_code_that_is_none_does_not_open(
    make_person: Callable[..., None], visitor: Callable[[], Visitor]
) -> None:
    make_person(role="staff")
    ada = visitor()
    ada.log_in()

    answer = ada.fill_in("/accounts/2fa/recovery/", one_time_code="abcd-abcd-abcd")

    assert answer.status_code == 200
    assert not ada.is_logged_in()
    assert forms(ada.open(AUTHENTICATE).text)
    assert ada.fill_in(AUTHENTICATE, one_time_code=code()).status_code == 302


def test_sessions_elsewhere_end_when_a_second_factor_is_set_up(
    make_person: Callable[..., None], visitor: Callable[[], Visitor]
) -> None:
    make_person(role="staff", second_factor=False)
    ada, thief = visitor(), visitor()
    ada.log_in()
    thief.log_in()
    page = ada.open(ACTIVATE)

    ada.send(page, one_time_code=code(page.text.split('<code class="text-break">')[1].split("<")[0]))

    assert ada.open("/people/").request.path == "/people/"
    assert not thief.is_logged_in()
