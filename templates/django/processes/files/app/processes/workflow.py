"""What moves a request on: each step is kept, and none is taken twice."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from app.processes.models import PurchaseRequest, Step
from app.processes.rules import Action, Actor, State, objection, state_after


@transaction.atomic
def submit(actor: Actor, number: int) -> None:
    """Have a draft of one's own wait for a decision; `Http404` where it is none."""
    drafts = PurchaseRequest.objects.filter(pk=number, requester=actor.id, state=State.DRAFT)
    if not drafts.update(state=State.SUBMITTED, updated_at=timezone.now()):
        raise Http404
    keep(actor, number, Action.SUBMITTED)


@transaction.atomic
def decide(actor: Actor, request: PurchaseRequest, action: Action, comment: str) -> State:
    """The state after a decision; `Http404` where there is nothing to decide, `PermissionDenied` for whoever may not.

    The row is taken first, so that of two who decide at once the second one finds what the first has done.
    """
    waiting = PurchaseRequest.objects.filter(pk=request.pk, state=State.SUBMITTED)
    if not waiting.update(updated_at=timezone.now()):
        raise Http404
    so_far = approvers(request)
    if objection(actor, request.requester_id, so_far):
        raise PermissionDenied
    keep(actor, request.pk, action, comment)
    state = state_after(action, request.cents, settings.APPROVAL_LIMIT, so_far)
    waiting.update(state=state)
    return state


def approvers(request: PurchaseRequest) -> set[int]:
    """Who has approved a request so far."""
    return set(request.steps.filter(action=Action.APPROVED).values_list("person_id", flat=True))


def keep(actor: Actor, number: int, action: Action, comment: str = "") -> None:
    """Keep a step."""
    Step.objects.create(request_id=number, action=action, person_id=actor.id, who=actor.email, comment=comment)
