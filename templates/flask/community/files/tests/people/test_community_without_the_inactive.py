"""What remains of somebody who may not log in any more: nothing that others see."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import update
from werkzeug.test import Client

from app.extensions import db
from app.users.models import User
from people.members import Member
from people.visitor import Visitor


def test_who_is_no_longer_active_is_not_seen(app: Flask, http: Client, known: Callable[..., Visitor]) -> None:
    ada = Member(known(), "ada")
    post = ada.write("Good morning")

    with app.app_context():
        db.session.execute(update(User).values(active=False))
        db.session.commit()

    assert http.get("/@ada/").status_code == 404
    assert http.get(f"/feed/{post}/").status_code == 404
