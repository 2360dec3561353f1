"""One post, and what readers and its author can do with it."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import delete as delete_rows

from app.community.forms import ReportForm
from app.community.models import Like, Post, Profile, Report
from app.community.quotas import REPORTS
from app.community.sight import post_or_404, visible_posts
from app.community.visitors import back, is_new, profile_of_visitor, with_profile
from app.extensions import db

blueprint = Blueprint("posts", __name__, url_prefix="/feed/<int:id>")


@blueprint.get("/")
def post(id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """A post by itself, for everybody."""
    me = profile_of_visitor()
    return render_template("community/post.html", me=me, post=post_or_404(id, visible_posts(me)))


@blueprint.route("/delete/", methods=["GET", "POST"])
@with_profile
def delete(me: Profile, id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Deletes a post of one's own."""
    mine = post_or_404(id, visible_posts(me).where(Post.author_id == me.id))
    if request.method == "POST":
        db.session.delete(mine)
        db.session.commit()
        flash("Your post is deleted.", "success")
        return redirect("/feed/")
    return render_template("community/delete.html", post=mine)


@blueprint.post("/like/")
@with_profile
def like(me: Profile, id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Like a post."""
    is_new(Like(post_id=post_or_404(id, visible_posts(me)).id, profile_id=me.id))
    return back(f"/feed/{id}/")


@blueprint.post("/unlike/")
@with_profile
def unlike(me: Profile, id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Like a post no longer."""
    theirs = post_or_404(id, visible_posts(me))
    db.session.execute(delete_rows(Like).where(Like.post_id == theirs.id, Like.profile_id == me.id))
    db.session.commit()
    return back(f"/feed/{id}/")


@blueprint.route("/report/", methods=["GET", "POST"])
@with_profile
def report(me: Profile, id: int) -> ResponseReturnValue:  # noqa: A002 - as in the path
    """Report somebody else's post to the moderators, once."""
    theirs = post_or_404(id, visible_posts(me).where(Post.author_id != me.id))
    form = ReportForm()
    wait = 0
    if form.validate_on_submit():
        wait = REPORTS.wait(Report.reporter_id == me.id)
        if not wait:
            if is_new(Report(post_id=theirs.id, reporter_id=me.id, reason=form.reason.data)):
                flash("Thank you: the moderators will look at it.", "success")
            else:
                flash("You have reported this post already.", "info")
            return redirect("/feed/")
        form.reason.errors = ["You have reported a lot just now. Please wait a while."]
    page = render_template("community/report.html", form=form, post=theirs)
    return (page, 429, {"Retry-After": str(wait)}) if wait else page
