"""What moves a request on: each step is kept, and none is taken twice."""

from typing import Any

from flask import abort, current_app
from sqlalchemy import ColumnElement, select, update

from app.extensions import db
from app.processes.models import PurchaseRequest, Step
from app.processes.rules import Action, Actor, State, objection, state_after
from app.processes.scope import BIGGEST_NUMBER


def is_changed(number: int, before: State, *also: ColumnElement[bool], **values: Any) -> bool:
    """Whether a request was in that state, and is changed now; until the transaction ends nobody else changes it."""
    found = update(PurchaseRequest).where(
        PurchaseRequest.id == min(number, BIGGEST_NUMBER), PurchaseRequest.state == before, *also
    )
    return db.session.scalar(found.values(values).returning(PurchaseRequest.id)) is not None


def submit(actor: Actor, number: int) -> None:
    """Have a draft of one's own wait for a decision; 404 where it is none."""
    if not is_changed(number, State.DRAFT, PurchaseRequest.requester_id == actor.id, state=State.SUBMITTED):
        abort(404)
    keep(actor, number, Action.SUBMITTED)
    db.session.commit()


def decide(actor: Actor, request: PurchaseRequest, action: Action, comment: str) -> State:
    """The state after a decision; 404 where there is nothing to decide, 403 for whoever may not.

    The row is taken first, so that of two who decide at once the second one finds what the first has done.
    """
    if not is_changed(request.id, State.SUBMITTED, state=State.SUBMITTED):
        abort(404)
    so_far = approvers(request)
    if objection(actor, request.requester_id, so_far):
        abort(403)
    keep(actor, request.id, action, comment)
    limit = current_app.config["APPROVAL_LIMIT"]
    state = state_after(action, request.cents, limit, so_far)
    is_changed(request.id, State.SUBMITTED, state=state)
    db.session.commit()
    return state


def approvers(request: PurchaseRequest) -> set[int]:
    """Who has approved a request so far."""
    approved = select(Step.person_id).where(Step.request_id == request.id, Step.action == Action.APPROVED)
    return set(db.session.scalars(approved))


def keep(actor: Actor, number: int, action: Action, comment: str = "") -> None:
    """Keep a step."""
    db.session.add(Step(request_id=number, action=action, person_id=actor.id, who=actor.email, comment=comment))
