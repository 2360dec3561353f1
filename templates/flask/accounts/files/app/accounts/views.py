"""The pages on which people look after themselves."""

from flask import Blueprint, flash, redirect, render_template, session
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user
from sqlalchemy.exc import IntegrityError

from app.accounts.forms import DeleteForm, ProfileForm
from app.extensions import db
from app.users.models import User

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts", template_folder="templates")


@blueprint.route("/profile/", methods=["GET", "POST"])
@auth_required("session")
def profile() -> ResponseReturnValue:
    """Who I am, and what I can do about it."""
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        current_user.name = form.name.data.strip()
        db.session.commit()
        flash("Your name is saved.", "success")
        return redirect("/accounts/profile/")
    return render_template("accounts/profile.html", form=form)


@blueprint.route("/delete/", methods=["GET", "POST"])
@auth_required("session")
def delete() -> ResponseReturnValue:
    """My account, deleted."""
    form = DeleteForm()
    if form.validate_on_submit():
        try:
            db.session.delete(db.session.get_one(User, current_user.id))
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            flash("Others need what belongs to your account, so it cannot be deleted.", "error")
            return redirect("/accounts/profile/")
        session.clear()
        flash("Your account is deleted.", "success")
        return redirect("/")
    return render_template("accounts/delete.html", form=form)
