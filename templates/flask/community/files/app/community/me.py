"""One's own profile: handle, bio, and whom one has blocked."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.community.forms import TAKEN, ProfileForm
from app.community.models import Block, Profile
from app.community.visitors import profile_of_visitor
from app.extensions import db

blueprint = Blueprint("me", __name__, url_prefix="/me")


@blueprint.route("/", methods=["GET", "POST"])
@auth_required("session")
def me() -> ResponseReturnValue:
    """The form for it."""
    mine = profile_of_visitor()
    profile = mine or Profile(user_id=current_user.id)
    form = ProfileForm(profile)
    if form.validate_on_submit():
        if save(profile, form):
            flash("Your profile is saved.", "success")
            return redirect("/me/" if mine else "/feed/")
        form.handle.errors = [TAKEN]
    blocked = select(Profile).join(Block, Block.blocked_id == Profile.id).order_by(Profile.handle)
    people = db.session.scalars(blocked.where(Block.blocker_id == mine.id)).all() if mine else []
    return render_template("community/me.html", form=form, mine=mine, blocked=people)


def save(profile: Profile, form: ProfileForm) -> bool:
    """Whether the profile is kept as it was written: not where somebody took the handle at the last moment."""
    form.populate_obj(profile)
    db.session.add(profile)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
