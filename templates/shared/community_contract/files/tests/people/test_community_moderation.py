"""What is reported, and who looks at it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from werkzeug.test import Client

from people.members import Member, is_offered
from people.visitor import PASSWORD, Visitor

Known = Callable[..., Visitor]
QUEUE = "/moderation/"


@pytest.fixture
def ada(known: Known) -> Member:
    """Who writes."""
    return Member(known(email="ada@example.org"), "ada")


@pytest.fixture
def bob(known: Known) -> Member:
    """Who reads."""
    return Member(known(email="bob@example.org"), "bob")


@pytest.fixture
def grace(known: Known) -> Member:
    """Who moderates."""
    return Member(known("staff", email="grace@example.org"), "grace")


def test_what_is_reported_is_hidden_by_staff(http: Client, ada: Member, bob: Member, grace: Member) -> None:
    post = ada.write("You are all fools")
    bob.press(f"/feed/{post}/report/", "", reason="<b>Rude</b>")
    page = grace.open(QUEUE).text
    assert "You are all fools" in page
    assert "&lt;b&gt;Rude&lt;/b&gt;" in page

    grace.press(QUEUE, f"/moderation/{post}/hide/")

    assert "Nothing is reported." in grace.open(QUEUE).text
    assert http.get(f"/feed/{post}/").status_code == 404
    assert bob.open(f"/feed/{post}/").status_code == 404
    assert bob.posts("/@ada/") == []
    assert "Hidden by the moderators" in ada.open(f"/feed/{post}/").text


def test_what_is_dismissed_stays(http: Client, ada: Member, bob: Member, grace: Member) -> None:
    post = ada.write("Good morning")
    bob.send(f"/feed/{post}/report/", reason="Too early")

    grace.press(QUEUE, f"/moderation/{post}/dismiss/")

    assert "Nothing is reported." in grace.open(QUEUE).text
    assert http.get(f"/feed/{post}/").status_code == 200


@pytest.mark.parametrize("decision", ["hide", "dismiss"])
def test_what_nobody_reported_or_somebody_has_decided_is_not_decided(
    ada: Member, bob: Member, grace: Member, decision: str
) -> None:
    post = ada.write("Good morning")
    assert grace.send(f"/moderation/{post}/{decision}/").status_code == 404

    bob.send(f"/feed/{post}/report/", reason="Too early")
    grace.send(f"/moderation/{post}/dismiss/")

    assert grace.send(f"/moderation/{post}/{decision}/").status_code == 404
    assert bob.open(f"/feed/{post}/").status_code == 200


@pytest.mark.parametrize("decision", ["hide", "dismiss"])
def test_members_decide_nothing(ada: Member, bob: Member, grace: Member, decision: str) -> None:
    post = ada.write("Good morning")
    bob.send(f"/feed/{post}/report/", reason="Too early")

    assert bob.send(f"/moderation/{post}/{decision}/").status_code == 403

    assert is_offered(grace.open(QUEUE), f"/moderation/{post}/{decision}/")


def test_nobody_decides_on_a_post_of_their_own(bob: Member, grace: Member) -> None:
    post = grace.write("Good morning")
    bob.send(f"/feed/{post}/report/", reason="Too early")

    assert "Good morning" not in grace.open(QUEUE).text
    assert grace.send(f"/moderation/{post}/dismiss/").status_code == 404


def test_a_post_is_reported_once_by_one_and_never_by_its_author(ada: Member, bob: Member, grace: Member) -> None:
    post = ada.write("Good morning")

    bob.send(f"/feed/{post}/report/", reason="Too early")
    bob.send(f"/feed/{post}/report/", reason="Far too early")

    assert "Far too early" not in grace.open(QUEUE).text
    assert ada.send(f"/feed/{post}/report/", reason="Mine").status_code == 404


@pytest.mark.parametrize(("reason", "status"), [("x" * 300, 302), ("x" * 301, 200), (" ", 200)])
def test_a_report_says_why(ada: Member, bob: Member, reason: str, status: int) -> None:
    post = ada.write("Good morning")

    assert bob.send(f"/feed/{post}/report/", reason=reason).status_code == status


def test_a_report_outlives_whoever_made_it(ada: Member, bob: Member, grace: Member) -> None:
    post = ada.write("Good morning")
    bob.send(f"/feed/{post}/report/", reason="Too early")

    bob.visitor.fill_in("/accounts/delete/", current_password=PASSWORD)

    page = grace.open(QUEUE).text
    assert "Too early" in page
    assert "somebody who has left" in page


def test_whoever_reports_too_much_waits(ada: Member, bob: Member) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for number in range(21):
            post = ada.write(f"No. {number}")
            clock.shift(timedelta(minutes=1, seconds=1))
            answer = bob.send(f"/feed/{post}/report/", reason="All of it")

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) < 3600


def test_many_reports_take_as_many_queries_as_one(
    ada: Member, bob: Member, grace: Member, queries: Callable[[Callable[[], object]], int]
) -> None:
    bob.send(f"/feed/{ada.write('Good morning')}/report/", reason="Too early")
    grace.open(QUEUE)  # shows the messages of the log-in, which are in the session
    one = queries(lambda: grace.open(QUEUE))
    for writer, reader in ((ada, bob), (bob, ada), (ada, bob)):
        reader.send(f"/feed/{writer.write('Good evening')}/report/", reason="Too late")

    assert queries(lambda: grace.open(QUEUE)) == one
