"""What goes wrong around accounts: the mail server is down, two people are quick, demo people are left over."""

from collections.abc import Callable
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from app.accounts.forms import SignupForm
from people.visitor import EMAIL, PASSWORD, Visitor
from production import PRODUCTION
from test_contract import written_log
from users.demo import EMAILS
from users.models import User


@pytest.mark.parametrize("error", [ConnectionRefusedError(), SMTPRecipientsRefused({EMAIL: (550, b"no")})])
def test_who_is_known_and_who_is_not_are_answered_alike_where_no_mail_leaves(
    make_person: Callable[..., None],
    visitor: Callable[[], Visitor],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    make_person()
    monkeypatch.setattr(mail.EmailMessage, "send", fail)

    with written_log(**PRODUCTION) as log:
        for path, asked in {"/accounts/password/reset/": {}, "/accounts/signup/": {"new_password": PASSWORD}}.items():
            for email in (EMAIL, "nobody@example.org"):
                assert visitor().fill_in(path, email=email, **asked).status_code == 302

    assert f'"error": "{type(error).__name__}", "event": "mail not sent"' in log.getvalue()
    assert EMAIL not in log.getvalue()


def test_two_who_sign_up_with_one_address_at_once_are_answered_alike(
    make_person: Callable[..., None], visitor: Callable[[], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    look = SignupForm.clean

    def slow(form: SignupForm) -> object:
        found = look(form)
        make_person()
        return found

    monkeypatch.setattr(SignupForm, "clean", slow)

    answer = visitor().fill_in("/accounts/signup/", email=EMAIL, new_password=PASSWORD)

    assert answer.status_code == 302
    assert User.objects.filter(email=EMAIL).count() == 1


def test_the_deployment_check_sees_demo_people(make_person_in_production: Callable[..., None]) -> None:
    make_person_in_production(EMAILS[0])

    with pytest.raises(SystemCheckError, match=f"There are {EMAILS[0]}: delete them"):
        call_command("check", deploy=True, fail_level="WARNING")
