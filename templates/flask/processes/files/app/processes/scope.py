"""Who acts, and what they see: the requests of their department and of those below it; who directs sees all."""

from flask import abort
from flask_security import current_user
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.processes.models import Department, PurchaseRequest, Seat
from app.processes.rules import Actor, State
from app.processes.tree import Tree

BIGGEST_NUMBER = 10**18
"""Larger ones than a database can count are as good as none."""


def visiting_actor() -> Actor:
    """Who asks, with the rights in the process."""
    may_approve = current_user.has_permission("requests.approve")
    return Actor(current_user.id, current_user.email, may_approve, current_user.has_permission("requests.direct"))


def tree() -> Tree:
    """All departments."""
    rows = db.session.execute(select(Department.id, Department.name, Department.parent_id)).all()
    return Tree({number: name for number, name, _ in rows}, {number: parent for number, _, parent in rows})


def departments_of(actor: Actor, departments: Tree) -> set[int]:
    """The departments that somebody has to do with."""
    if actor.may_direct:
        return set(departments.names)
    seat = db.session.get(Seat, actor.id)
    return departments.below(seat.department_id) if seat else set()


def visible_requests(actor: Actor) -> Select[PurchaseRequest]:
    """The requests that somebody sees, the newest first; a draft is its requester's alone."""
    departments = departments_of(actor, tree())
    theirs = and_(PurchaseRequest.department_id.in_(departments), PurchaseRequest.state != State.DRAFT)
    return (
        select(PurchaseRequest)
        .where(or_(PurchaseRequest.requester_id == actor.id, theirs))
        .options(joinedload(PurchaseRequest.department), joinedload(PurchaseRequest.requester))
        .order_by(PurchaseRequest.id.desc())
    )


def request_or_404(number: int, requests: Select[PurchaseRequest]) -> PurchaseRequest:
    """The request of a number, where it is one of these."""
    return db.session.scalar(requests.where(PurchaseRequest.id == min(number, BIGGEST_NUMBER))) or abort(404)
