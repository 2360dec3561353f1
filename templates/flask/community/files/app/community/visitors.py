"""Who is there: the profile of whoever asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user
from flask_security.utils import validate_redirect_url
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.community.models import Block, Follow, Like, Profile, Report
from app.extensions import db

View = Callable[..., ResponseReturnValue]


def profile_of_visitor() -> Profile | None:
    """The profile of whoever asks, where there is one."""
    if not current_user.is_authenticated:
        return None
    return db.session.scalar(select(Profile).where(Profile.user_id == current_user.id))


def with_profile(view: View) -> View:
    """A view for those who have a profile, which is given to it; who has none is sent to make one."""

    @wraps(view)
    def guarded(**given: Any) -> ResponseReturnValue:
        me = profile_of_visitor()
        if me is None:
            flash("Choose a handle first: it is your name here.", "info")
            return redirect("/me/")
        return view(me, **given)

    closed: View = auth_required("session")(guarded)
    return closed


def back(otherwise: str) -> ResponseReturnValue:
    """The way to the page that a form came from, if that is one of ours."""
    page = request.form.get("next", "")
    return redirect(page if page and validate_redirect_url(page) else otherwise)


def is_new(row: Follow | Block | Like | Report) -> bool:
    """Whether a row could be added; not where it is there already."""
    db.session.add(row)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
