"""How often something may be tried, and that nobody can use it to keep others out."""

import time
from collections.abc import Callable

import pytest
import time_machine

from app.config import get_settings
from people.visitor import EMAIL, LOG_IN, PASSWORD, Visitor
from production import PRODUCTION
from test_contract import assert_protected, written_log

WRONG = "not-the-Password-at-all"
FIVE_MINUTES = 300
"""Seconds."""


def lock(visitor: Visitor, email: str = EMAIL) -> None:
    """Guess the password until it is enough."""
    for _ in range(5):
        assert visitor.log_in(email, WRONG).status_code == 200


@pytest.fixture
def ada(make_person: Callable[..., None], visitor: Callable[[], Visitor]) -> Visitor:
    """Somebody with an account, who is not logged in."""
    make_person()
    return visitor()


def test_after_five_wrong_passwords_the_sixth_try_has_to_wait(ada: Visitor) -> None:
    lock(ada)

    answer = ada.log_in()

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= FIVE_MINUTES
    assert "bootstrap.min.css" in answer.text
    assert_protected(answer)
    assert not ada.is_logged_in()


def test_the_log_does_not_tell_whose_account_was_tried(ada: Visitor) -> None:
    with written_log(**PRODUCTION) as log:
        lock(ada)
        assert ada.log_in().status_code == 429

    assert '"status": 429' in log.getvalue()
    assert EMAIL not in log.getvalue()


def test_the_wait_ends(ada: Visitor) -> None:
    lock(ada)

    with time_machine.travel(time.time() + FIVE_MINUTES + 5):
        ada.log_in()
        assert ada.is_logged_in()


def test_nobody_can_lock_somebody_else_out(ada: Visitor, visitor: Callable[[], Visitor]) -> None:
    stranger = visitor()
    stranger.address = "198.51.100.66"
    lock(stranger)
    assert stranger.log_in().status_code == 429

    ada.log_in()

    assert ada.is_logged_in()


def test_one_address_cannot_try_many_accounts(visitor: Callable[[], Visitor]) -> None:
    stranger = visitor()

    statuses = [stranger.log_in(f"person{number}@example.org", WRONG).status_code for number in range(21)]

    assert statuses == [200] * 20 + [429]


def test_who_is_unknown_is_locked_like_everybody(visitor: Callable[[], Visitor]) -> None:
    stranger = visitor()
    lock(stranger, "nobody@example.org")

    assert stranger.log_in("nobody@example.org", WRONG).status_code == 429


@pytest.mark.parametrize(
    ("path", "tries", "asked"),
    [("/accounts/signup/", 10, {"new_password": PASSWORD}), ("/accounts/password/reset/", 5, {})],
)
def test_sign_ups_and_resets_are_limited(
    visitor: Callable[[], Visitor], outbox: list[object], path: str, tries: int, asked: dict[str, str]
) -> None:
    stranger = visitor()
    emails = [f"p{number}@example.org" if asked else EMAIL for number in range(tries + 1)]
    page = stranger.open(path)

    answers = [stranger.send(page, email=email, **asked) for email in emails]

    assert {answer.status_code for answer in answers[:-1]} <= {200, 302}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert len(outbox) <= tries


def test_whoever_reads_pages_is_not_limited(visitor: Callable[[], Visitor]) -> None:
    stranger = visitor()

    assert {stranger.open(LOG_IN).status_code for _ in range(30)} == {200}


def test_several_workers_need_one_place_to_count_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WEB_CONCURRENCY", "2")

    with pytest.raises(SystemExit, match="REDIS_URL is missing"):
        get_settings()
    monkeypatch.setenv("REDIS_URL", "redis://localhost:6379/0")
    assert get_settings().WEB_CONCURRENCY == 2
