"""The list of users for staff, and the command `flask grant`."""

import click
from flask import Blueprint, Flask, render_template, request
from flask.cli import with_appcontext
from flask_security import auth_required, permissions_required
from sqlalchemy import select

from app.extensions import db
from app.users.models import Role, User

PEOPLE_PER_PAGE = 50
MOST_PAGES = 1_000_000
"""Page numbers beyond it overflow in the database."""

blueprint = Blueprint("people", __name__, url_prefix="/people", template_folder="templates")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(grant)


@blueprint.get("/")
@auth_required("session")
@permissions_required("people.see")
def index() -> str:
    page = min(request.args.get("page", 1, type=int), MOST_PAGES)
    people = db.paginate(select(User).order_by(User.email), page=page, per_page=PEOPLE_PER_PAGE)
    return render_template("people/index.html", people=people)


@click.command()
@click.argument("email")
@click.argument("role")
@with_appcontext
def grant(email: str, role: str) -> None:
    """Give a user a role, instead of the present one."""
    person = db.session.scalars(select(User).where(User.email == email.lower())).one_or_none()
    if person is None:
        raise click.ClickException(f"nobody has signed up as {email}")
    given = db.session.scalars(select(Role).where(Role.name == role)).one_or_none()
    if given is None:
        names = db.session.scalars(select(Role.name).order_by(Role.id))
        raise click.ClickException(f"there is no role {role}; choose one of {', '.join(names)}")
    person.roles = [given]
    db.session.commit()
    click.echo(f"{person.email} is {role} now.")
