"""The rules of the process: through which states a request goes, and who may decide. They need no database."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"


class Action(StrEnum):
    """What somebody has done to a request."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Actor:
    """Who acts; staff and admins approve, and admins direct: they see all, and give the second approval."""

    id: int
    email: str
    may_approve: bool
    may_direct: bool


def objection(actor: Actor, requester: int | None, approvers: Collection[int]) -> str:
    """Why somebody may not decide on a request that these have approved so far; empty where nothing speaks against it."""
    if actor.id == requester:
        return "Nobody decides on a request of their own."
    if not actor.may_approve:
        return "Staff and admins decide on this."
    if actor.id in approvers:
        return "You have approved this already; somebody else has to."
    if approvers and not actor.may_direct:
        return "The second approval is an admin's."
    return ""


def state_after(action: Action, cents: int, limit: int, approvers: Collection[int]) -> State:
    """The state after somebody has decided whom nothing speaks against; the limit is one of whole units."""
    if action is Action.REJECTED:
        return State.REJECTED
    needed = 2 if cents > limit * 100 else 1
    return State.APPROVED if len(approvers) + 1 >= needed else State.SUBMITTED
