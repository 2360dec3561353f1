"""What the database itself refuses."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.extensions import db
from app.processes.models import Department, PurchaseRequest, Step
from app.processes.rules import Action


@pytest.fixture(autouse=True)
def _step(app: Flask) -> None:
    """A step of somebody."""
    with app.app_context():
        request = PurchaseRequest(title="Tea", cents=5_00, department=Department(name="Sales"))
        db.session.add(request)
        db.session.flush()
        db.session.add(Step(request_id=request.id, action=Action.SUBMITTED, person_id=1, who="ada@example.org"))
        db.session.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "update process_steps set who = 'eve@example.org'",
        "delete from process_steps",
        "insert or replace into process_steps select * from process_steps",
    ],
)
def test_a_step_is_never_changed(app: Flask, statement: str) -> None:
    with app.app_context():
        with pytest.raises(DatabaseError, match="steps are never changed"):
            db.session.execute(text(statement))
        db.session.rollback()

        assert db.session.scalars(select(Step.who)).all() == ["ada@example.org"]


@pytest.mark.parametrize("statement", ["set cents = 0", "set state = 'lost'"])
def test_a_request_is_never_what_it_cannot_be(app: Flask, statement: str) -> None:
    with app.app_context(), pytest.raises(DatabaseError, match="CHECK"):
        db.session.execute(text(f"update process_requests {statement}"))


def test_a_request_with_steps_is_never_deleted(app: Flask) -> None:
    with app.app_context(), pytest.raises(DatabaseError, match="FOREIGN KEY"):
        db.session.execute(text("delete from process_requests"))
