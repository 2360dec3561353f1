"""The pages of the requests."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import auth_required
from sqlalchemy import select

from app.extensions import db
from app.processes import sheets, workflow
from app.processes.forms import DecisionForm, ImportForm, RequestForm
from app.processes.models import PurchaseRequest, Step
from app.processes.rules import Action, State, objection
from app.processes.scope import departments_of, request_or_404, tree, visible_requests, visiting_actor

REQUESTS_PER_PAGE = 20
MOST_PAGES = 1_000_000
ACTIONS = {"approve": Action.APPROVED, "reject": Action.REJECTED}

blueprint = Blueprint("requests", __name__, url_prefix="/requests", template_folder="templates")


@blueprint.get("/")
@auth_required("session")
def index() -> ResponseReturnValue:
    """The requests that one sees, of one state or of all."""
    state = request.args.get("state", "")
    found = visible_requests(visiting_actor())
    if state in set(State):
        found = found.where(PurchaseRequest.state == state)
    number = min(request.args.get("page", 1, type=int), MOST_PAGES)
    page = db.paginate(found, page=number, per_page=REQUESTS_PER_PAGE)
    return render_template("processes/index.html", page=page, state=state, states=list(State))


@blueprint.route("/new/", methods=["GET", "POST"])
@auth_required("session")
def new() -> ResponseReturnValue:
    """A new draft."""
    actor, departments = visiting_actor(), tree()
    form = RequestForm(departments.choices(departments_of(actor, departments)))
    if form.validate_on_submit():
        made = PurchaseRequest(requester_id=actor.id, **form.said)
        db.session.add(made)
        db.session.commit()
        flash("The draft is saved.", "success")
        return redirect(f"/requests/{made.id}/")
    return render_template("processes/form.html", form=form, title="New request")


@blueprint.route("/<int:id>/edit/", methods=["GET", "POST"])
@auth_required("session")
def edit(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """A draft of one's own, changed; not any more where it was submitted meanwhile."""
    actor, departments = visiting_actor(), tree()
    is_mine = PurchaseRequest.requester_id == actor.id
    draft = request_or_404(id, select(PurchaseRequest).where(is_mine, PurchaseRequest.state == State.DRAFT))
    form = RequestForm(departments.choices(departments_of(actor, departments)), draft)
    if form.validate_on_submit():
        if not workflow.is_changed(id, State.DRAFT, is_mine, **form.said):
            abort(404)
        db.session.commit()
        flash("The draft is saved.", "success")
        return redirect(f"/requests/{id}/")
    return render_template("processes/form.html", form=form, title="Change the request")


@blueprint.get("/<int:id>/")
@auth_required("session")
def detail(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """A request and its steps, with what one can do about it."""
    return page_of(request_or_404(id, visible_requests(visiting_actor())), DecisionForm())


@blueprint.post("/<int:id>/submit/")
@auth_required("session")
def submit(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Have a draft wait for a decision."""
    workflow.submit(visiting_actor(), id)
    flash("The request is submitted.", "success")
    return redirect(f"/requests/{id}/")


@blueprint.post("/<int:id>/decide/")
@auth_required("session")
def decide(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Approve or reject a request that waits."""
    actor = visiting_actor()
    found = request_or_404(id, visible_requests(actor).where(PurchaseRequest.state == State.SUBMITTED))
    if objection(actor, found.requester_id, workflow.approvers(found)):
        abort(403)
    form = DecisionForm()
    if not form.validate():
        return page_of(found, form)
    state = workflow.decide(actor, found, ACTIONS[form.decision.data], form.comment.data)
    waits = "Your approval is kept; an admin's is needed as well."
    flash(waits if state is State.SUBMITTED else f"The request is {state}.", "success")
    return redirect(f"/requests/{id}/")


def page_of(found: PurchaseRequest, form: DecisionForm) -> str:
    """The page of a request."""
    steps = db.session.scalars(select(Step).where(Step.request_id == found.id).order_by(Step.id)).all()
    told = ""
    if found.state == State.SUBMITTED:
        told = objection(visiting_actor(), found.requester_id, workflow.approvers(found))
    return render_template("processes/detail.html", found=found, form=form, steps=steps, objection=told)


@blueprint.get("/export/")
@auth_required("session")
def export() -> ResponseReturnValue:
    """The requests that one sees, as CSV."""
    rows = [("title", "amount", "department", "requester", "state", "created")]
    for one in db.session.scalars(visible_requests(visiting_actor())):
        requester = one.requester.email if one.requester else ""
        created = f"{one.created_at:%Y-%m-%d %H:%M}"
        rows.append((one.title, one.amount, one.department.name, requester, one.state, created))
    headers = {"Content-Disposition": 'attachment; filename="requests.csv"'}
    return Response(sheets.write(rows), mimetype="text/csv", headers=headers)


@blueprint.route("/import/", methods=["GET", "POST"])
@auth_required("session")
def upload() -> ResponseReturnValue:
    """A sheet of requests, checked, or imported as drafts: all of them, or none."""
    form = ImportForm()
    entries: list[sheets.Entry] = []
    problems: list[sheets.Problem] = []
    if form.validate_on_submit():
        actor, departments = visiting_actor(), tree()
        mine = {departments.names[one]: one for one in departments_of(actor, departments)}
        entries, problems = sheets.read(form.file.data.read(sheets.MOST_BYTES + 1), mine)
        if not problems and request.form.get("do") == "import":
            db.session.add_all(
                PurchaseRequest(
                    title=entry.title, cents=entry.cents, department_id=entry.department, requester_id=actor.id
                )
                for entry in entries
            )
            db.session.commit()
            flash(f"{len(entries)} drafts are imported.", "success")
            return redirect("/requests/")
    return render_template("processes/import.html", form=form, entries=entries, problems=problems)
