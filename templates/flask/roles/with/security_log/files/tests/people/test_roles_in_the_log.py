"""Roles that change are in the security log."""

from collections.abc import Callable

from flask import Flask
from flask_login import login_user
from sqlalchemy import select

from app.extensions import db
from app.users.models import Role, User
from people.test_security_log import events
from people.visitor import EMAIL
from production import PRODUCTION
from test_contract import written_log


def test_a_role_that_is_given_is_logged(
    make_person: Callable[..., None], run: Callable[[str], tuple[int, str]]
) -> None:
    make_person()
    with written_log(**PRODUCTION) as log:
        run(f"roles add {EMAIL} staff")
        run(f"roles add {EMAIL} staff")

    (line,) = events(log.getvalue())
    assert (line["event"], line["role"]) == ("role changed", "member, staff")
    assert line["user"]


def test_a_change_by_somebody_else_tells_by_whom(app: Flask, make_person: Callable[..., None]) -> None:
    make_person()
    make_person("boss@example.org", role="admin")
    with written_log(**PRODUCTION) as log, app.test_request_context():
        boss, ada = db.session.scalars(select(User).order_by(User.email.desc()))
        login_user(boss)
        ada.roles = [db.session.scalars(select(Role).where(Role.name == "staff")).one()]
        db.session.commit()
        db.session.delete(ada)
        db.session.commit()
        number = str(boss.id)

    told = {line["event"]: line for line in events(log.getvalue())}
    assert told["role changed"]["by"] == told["account deleted"]["by"] == number
