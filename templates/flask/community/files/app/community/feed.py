"""The feed: what those write whom somebody follows, and they themselves."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from app.community.forms import PostForm
from app.community.models import Follow, Post, Profile
from app.community.quotas import POSTS
from app.community.sight import page_of, visible_posts
from app.community.visitors import with_profile
from app.extensions import db

blueprint = Blueprint("feed", __name__, url_prefix="/feed")


@blueprint.route("/", methods=["GET", "POST"])
@with_profile
def feed(me: Profile) -> ResponseReturnValue:
    """The newest posts, and a form for another."""
    form = PostForm()
    wait = 0
    if form.validate_on_submit():
        wait = POSTS.wait(Post.author_id == me.id)
        if not wait:
            db.session.add(Post(author_id=me.id, text=form.text.data))
            db.session.commit()
            flash("Your post is out.", "success")
            return redirect("/feed/")
        form.text.errors = ["You have written a lot just now. Please wait a few minutes."]
    followed = select(Follow.followed_id).where(Follow.follower_id == me.id)
    posts, before = page_of(visible_posts(me).where(or_(Post.author_id == me.id, Post.author_id.in_(followed))))
    page = render_template("community/feed.html", form=form, me=me, posts=posts, before=before)
    return (page, 429, {"Retry-After": str(wait)}) if wait else page
