"""Who acts, and what they see: the requests of their department and of those below it; who directs sees all."""

from django.db.models import Q, QuerySet

from app.processes.models import Department, PurchaseRequest, Seat
from app.processes.rules import Actor, State
from app.processes.tree import Tree
from users.views import AuthenticatedHttpRequest


def actor_of(request: AuthenticatedHttpRequest) -> Actor:
    """Who asks, with the rights in the process."""
    user = request.user
    return Actor(user.pk, user.email, user.has_perm("processes.approve"), user.has_perm("processes.direct"))


def tree() -> Tree:
    """All departments."""
    rows = list(Department.objects.values_list("pk", "name", "parent"))
    return Tree({number: name for number, name, _ in rows}, {number: parent for number, _, parent in rows})


def departments_of(actor: Actor, departments: Tree) -> set[int]:
    """The departments that somebody has to do with."""
    if actor.may_direct:
        return set(departments.names)
    seat = Seat.objects.filter(user=actor.id).first()
    return departments.below(seat.department_id) if seat else set()


def visible_requests(actor: Actor) -> QuerySet[PurchaseRequest]:
    """The requests that somebody sees, the newest first; a draft is its requester's alone."""
    theirs = Q(department__in=departments_of(actor, tree())) & ~Q(state=State.DRAFT)
    found = PurchaseRequest.objects.filter(Q(requester=actor.id) | theirs)
    return found.select_related("department", "requester").order_by("-pk")
