"""The pages on which admins look after departments, and who is in them."""

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_security import auth_required, permissions_required
from sqlalchemy import select

from app.extensions import db
from app.processes.forms import DepartmentForm, PersonForm
from app.processes.models import Department, Seat
from app.processes.scope import BIGGEST_NUMBER, tree
from app.users.models import User

blueprint = Blueprint("departments", __name__, url_prefix="/requests/departments")


@blueprint.get("/")
@auth_required("session")
@permissions_required("requests.direct")
def index() -> ResponseReturnValue:
    """All departments, as a tree."""
    return render_template("processes/departments.html", departments=list(tree().in_order()))


@blueprint.route("/new/", methods=["GET", "POST"])
@auth_required("session")
@permissions_required("requests.direct")
def new() -> ResponseReturnValue:
    """A new department."""
    departments = tree()
    form = DepartmentForm(departments.choices(set(departments.names)))
    if form.validate_on_submit():
        made = Department(name=form.name.data, parent_id=form.parent_id)
        db.session.add(made)
        db.session.commit()
        flash("The department is there.", "success")
        return redirect(f"/requests/departments/{made.id}/")
    return render_template("processes/department.html", form=form)


@blueprint.route("/<int:id>/", methods=["GET", "POST"])
@auth_required("session")
@permissions_required("requests.direct")
def edit(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """A department: its name, its place in the tree, and its people."""
    department = department_or_404(id)
    form = form_of(department)
    if form.validate_on_submit():
        department.name, department.parent_id = form.name.data, form.parent_id
        db.session.commit()
        flash("The department is saved.", "success")
        return redirect(f"/requests/departments/{id}/")
    return page_of(department, form, PersonForm(formdata=None))


@blueprint.post("/<int:id>/people/")
@auth_required("session")
@permissions_required("requests.direct")
def people(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Somebody put into a department, and out of any other."""
    department = department_or_404(id)
    person_form = PersonForm()
    if person_form.validate() and (user := person_form.user):
        db.session.merge(Seat(user_id=user.id, department_id=id))
        db.session.commit()
        flash(f"{user.email} is in {department.name} now.", "success")
        return redirect(f"/requests/departments/{id}/")
    return page_of(department, form_of(department), person_form)


def department_or_404(number: int) -> Department:
    """The department of a number."""
    return db.session.get(Department, min(number, BIGGEST_NUMBER)) or abort(404)


def form_of(department: Department) -> DepartmentForm:
    """The form of a department, which cannot be put below itself."""
    departments = tree()
    parents = departments.choices(set(departments.names) - departments.below(department.id))
    return DepartmentForm(parents, department)


def page_of(department: Department, form: DepartmentForm, person_form: PersonForm) -> str:
    """The page of a department."""
    emails = db.session.scalars(
        select(User.email)
        .join(Seat, Seat.user_id == User.id)
        .where(Seat.department_id == department.id)
        .order_by(User.email)
    ).all()
    return render_template(
        "processes/department.html", form=form, person_form=person_form, department=department, emails=emails
    )
