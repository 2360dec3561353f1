from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.users.forms import DeleteForm, ProfileForm

bp = Blueprint("users", __name__, url_prefix="/accounts", template_folder="templates")


@bp.route("/profile/", methods=["GET", "POST"])
@auth_required("session")
def profile() -> ResponseReturnValue:
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        form.populate_obj(current_user)
        db.session.commit()
        flash("Your profile was saved.", "success")
        return redirect(url_for("users.profile"))
    return render_template("users/profile.html", form=form)


@bp.route("/delete/", methods=["GET", "POST"])
@auth_required("session")
def delete() -> ResponseReturnValue:
    form = DeleteForm()
    if form.validate_on_submit():
        try:
            db.session.delete(current_user._get_current_object())
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            flash("The account cannot be deleted: other records need it.", "danger")
            return redirect(url_for("users.profile"))
        session.clear()
        flash("Your account was deleted.", "success")
        return redirect(url_for("main.home"))
    return render_template("users/delete.html", form=form)


@bp.before_app_request
def refuse_head() -> None:
    """Refuse HEAD where GET changes data: the link of a confirmation mail."""
    if request.method == "HEAD" and request.endpoint == "security.confirm_email":
        abort(405)


@bp.after_app_request
def forbid_caching(response: Response) -> Response:
    """Keep pages that depend on a session out of caches."""
    if session.accessed and session:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response
