"""What has been reported, for the moderators: staff and admins, by the permission `community.moderate`."""

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user, permissions_required
from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import joinedload, selectinload

from app.community.models import Decision, Post, Profile, Report
from app.community.sight import BIGGEST_NUMBER
from app.extensions import db
from app.timestamps import utcnow

MOST_AT_A_TIME = 50

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")


@blueprint.get("/")
@auth_required("session")
@permissions_required("community.moderate")
def queue() -> ResponseReturnValue:
    """The posts with open reports, those first that have waited longest."""
    reports = selectinload(Post.reports.and_(Report.decided_at.is_(None))).joinedload(Report.reporter)
    posts = select(Post).where(Post.id.in_(select(Report.post_id).where(waits()))).options(joinedload(Post.author))
    oldest = db.session.scalars(posts.options(reports).order_by(Post.id).limit(MOST_AT_A_TIME)).all()
    return render_template("community/moderation.html", posts=oldest)


@blueprint.post("/<int:id>/hide/")
@auth_required("session")
@permissions_required("community.moderate")
def hide(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Hide a post from all but its author."""
    decide(id, Decision.HIDDEN)
    db.session.execute(update(Post).where(Post.id == id).values(hidden_at=utcnow()))
    db.session.commit()
    flash("The post is hidden.", "success")
    return redirect("/moderation/")


@blueprint.post("/<int:id>/dismiss/")
@auth_required("session")
@permissions_required("community.moderate")
def dismiss(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Leave a post as it is."""
    decide(id, Decision.DISMISSED)
    db.session.commit()
    flash("The reports are dismissed.", "success")
    return redirect("/moderation/")


def waits() -> ColumnElement[bool]:
    """Whether a report is open, and not on a post of one's own: others look at those."""
    theirs = select(Post.id).join(Post.author).where(Profile.user_id != current_user.id)
    return and_(Report.decided_at.is_(None), Report.post_id.in_(theirs))


def decide(post: int, decision: Decision) -> None:
    """Close the reports on a post; 404 where there is nothing to decide, or somebody else was faster."""
    closed = {"decision": decision, "decided_at": utcnow(), "decided_by": current_user.id}
    found = update(Report).where(Report.post_id == min(post, BIGGEST_NUMBER), waits()).values(closed)
    if not db.session.scalars(found.returning(Report.id), execution_options={"synchronize_session": False}).all():
        abort(404)
