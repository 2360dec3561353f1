"""The pages of the requests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from app.processes import sheets, workflow
from app.processes.amounts import written
from app.processes.forms import DecisionForm, ImportForm, RequestForm
from app.processes.models import PurchaseRequest
from app.processes.rules import Action, State, objection
from app.processes.scope import actor_of, departments_of, tree, visible_requests
from users.views import AuthenticatedHttpRequest

REQUESTS_PER_PAGE = 20
ACTIONS = {"approve": Action.APPROVED, "reject": Action.REJECTED}


@never_cache
@login_required
@require_safe
def index(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The requests that one sees, of one state or of all."""
    state = request.GET.get("state", "")
    found = visible_requests(actor_of(request))
    if state in set(State):
        found = found.filter(state=state)
    page = Paginator(found, REQUESTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "processes/index.html", {"page": page, "state": state, "states": list(State)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new draft."""
    departments = tree()
    choices = departments.choices(departments_of(actor_of(request), departments))
    form = RequestForm(request.POST or None, departments=choices)
    if form.is_valid():
        made = PurchaseRequest.objects.create(requester=request.user, **form.said)
        messages.success(request, "The draft is saved.")
        return redirect("request", made.pk)
    return render(request, "processes/form.html", {"form": form, "title": "New request", "choices": choices})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AuthenticatedHttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """A draft of one's own, changed; not any more where it was submitted meanwhile."""
    drafts = PurchaseRequest.objects.filter(pk=id, requester=request.user, state=State.DRAFT)
    draft = get_object_or_404(drafts)
    departments = tree()
    choices = departments.choices(departments_of(actor_of(request), departments))
    said = {"title": draft.title, "amount": draft.amount, "department": str(draft.department_id)}
    form = RequestForm(request.POST or None, departments=choices, initial=said)
    if form.is_valid():
        if not drafts.update(**form.said):
            raise Http404
        messages.success(request, "The draft is saved.")
        return redirect("request", id)
    return render(request, "processes/form.html", {"form": form, "title": "Change the request", "choices": choices})


@never_cache
@login_required
@require_safe
def detail(request: AuthenticatedHttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """A request and its steps, with what one can do about it."""
    return page_of(request, get_object_or_404(visible_requests(actor_of(request)), pk=id), DecisionForm())


@require_POST
@login_required
def submit(request: AuthenticatedHttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Have a draft wait for a decision."""
    workflow.submit(actor_of(request), id)
    messages.success(request, "The request is submitted.")
    return redirect("request", id)


@never_cache
@require_POST
@login_required
def decide(request: AuthenticatedHttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Approve or reject a request that waits."""
    actor = actor_of(request)
    found = get_object_or_404(visible_requests(actor).filter(state=State.SUBMITTED), pk=id)
    if objection(actor, found.requester_id, workflow.approvers(found)):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, form)
    state = workflow.decide(actor, found, ACTIONS[form.cleaned_data["decision"]], form.cleaned_data["comment"])
    waits = "Your approval is kept; an admin's is needed as well."
    messages.success(request, waits if state is State.SUBMITTED else f"The request is {state}.")
    return redirect("request", id)


def page_of(request: AuthenticatedHttpRequest, found: PurchaseRequest, form: DecisionForm) -> HttpResponse:
    """The page of a request."""
    told: dict[str, object] = {"found": found, "form": form, "steps": found.steps.order_by("pk")}
    if found.state == State.SUBMITTED:
        told["objection"] = objection(actor_of(request), found.requester_id, workflow.approvers(found))
    return render(request, "processes/detail.html", told)


@never_cache
@login_required
@require_safe
def export(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The requests that one sees, as CSV."""
    found = visible_requests(actor_of(request))
    rows = [("title", "amount", "department", "requester", "state", "created")]
    rows += [
        (
            one.title,
            written(one.cents),
            one.department.name,
            one.requester.email if one.requester else "",
            one.state,
            f"{one.created_at:%Y-%m-%d %H:%M}",
        )
        for one in found
    ]
    return HttpResponse(
        sheets.write(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="requests.csv"'},
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A sheet of requests, checked, or imported as drafts: all of them, or none."""
    form = ImportForm(request.POST or None, request.FILES or None)
    entries: list[sheets.Entry] = []
    problems: list[sheets.Problem] = []
    if form.is_valid():
        departments = tree()
        mine = departments_of(actor_of(request), departments)
        content = form.cleaned_data["file"].read(sheets.MOST_BYTES + 1)
        entries, problems = sheets.read(content, {departments.names[one]: one for one in mine})
        if not problems and request.POST.get("do") == "import":
            with transaction.atomic():
                PurchaseRequest.objects.bulk_create(
                    PurchaseRequest(
                        title=entry.title, cents=entry.cents, department_id=entry.department, requester=request.user
                    )
                    for entry in entries
                )
            messages.success(request, f"{len(entries)} drafts are imported.")
            return redirect("requests")
    return render(request, "processes/import.html", {"form": form, "entries": entries, "problems": problems})
