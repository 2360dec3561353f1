"""The links that confirm an e-mail, asked for again; and pages that have to do without the database."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from people.visitor import EMAIL, PROFILE, Visitor

CONFIRM = "/accounts/confirm-email/"


@pytest.mark.parametrize(
    ("verified", "sent"), [(False, [[EMAIL]]), (True, [])], ids=["waiting for one", "confirmed already"]
)
def test_a_new_link_is_sent_to_whoever_waits_for_one(
    make_person: Callable[..., None], visitor: Callable[[], Visitor], outbox: list[object], verified: bool, sent: object
) -> None:
    make_person(verified=verified)

    visitor().fill_in(CONFIRM, email=EMAIL)

    assert [message.to for message in outbox] == sent  # type: ignore[attr-defined]


def test_nobody_learns_from_it_who_has_an_account(
    make_person: Callable[..., None], visitor: Callable[[], Visitor], hashing: list[str]
) -> None:
    make_person("waiting@example.org", verified=False)
    make_person("confirmed@example.org")
    told = set()

    for email in ("waiting@example.org", "confirmed@example.org", "nobody@example.org"):
        stranger = visitor()
        hashing.clear()
        answer = stranger.fill_in(CONFIRM, email=email)
        efforts = len(hashing)
        told.add((answer.status_code, answer.location, efforts, email in stranger.open(CONFIRM).text))

    assert told == {(302, CONFIRM, 1, True)}


def test_an_error_page_does_without_the_database(known: Callable[..., Visitor], app: Flask) -> None:
    ada = known()
    with app.app_context():
        db.session.execute(text("alter table users rename to gone"))
        db.session.commit()

    page = ada.open(PROFILE)

    assert page.status_code == 500
    assert "Internal Server Error" in page.text
