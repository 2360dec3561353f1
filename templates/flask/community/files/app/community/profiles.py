"""What others see of somebody, and what one can have to do with them."""

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import and_, delete, func, or_, select

from app.community.models import Block, Follow, Post, Profile
from app.community.sight import page_of, profile_or_404, visible_posts
from app.community.visitors import is_new, profile_of_visitor, with_profile
from app.extensions import db

blueprint = Blueprint("profiles", __name__, url_prefix="/@<handle>")


@blueprint.get("/")
def member(handle: str) -> ResponseReturnValue:
    """A profile and its posts, for everybody."""
    me = profile_of_visitor()
    profile = profile_or_404(handle, me)
    posts, before = page_of(visible_posts(me).where(Post.author_id == profile.id))
    return render_template(
        "community/profile.html",
        me=me,
        profile=profile,
        posts=posts,
        before=before,
        follower_count=db.session.scalar(select(func.count()).where(Follow.followed_id == profile.id)),
        is_followed=me is not None and db.session.get(Follow, (me.id, profile.id)) is not None,
    )


@blueprint.post("/follow/")
@with_profile
def follow(me: Profile, handle: str) -> ResponseReturnValue:
    """Follow somebody."""
    is_new(Follow(follower_id=me.id, followed_id=other(me, handle).id))
    return redirect(f"/@{handle}/")


@blueprint.post("/unfollow/")
@with_profile
def unfollow(me: Profile, handle: str) -> ResponseReturnValue:
    """Follow somebody no longer."""
    them = other(me, handle)
    db.session.execute(delete(Follow).where(Follow.follower_id == me.id, Follow.followed_id == them.id))
    db.session.commit()
    return redirect(f"/@{handle}/")


@blueprint.post("/block/")
@with_profile
def block(me: Profile, handle: str) -> ResponseReturnValue:
    """Have two see each other no longer; nor do they follow each other any more."""
    them = other(me, handle)
    mine = and_(Follow.follower_id == me.id, Follow.followed_id == them.id)
    theirs = and_(Follow.follower_id == them.id, Follow.followed_id == me.id)
    db.session.execute(delete(Follow).where(or_(mine, theirs)))
    is_new(Block(blocker_id=me.id, blocked_id=them.id))
    flash(f"You and {them} do not see each other any more.", "success")
    return redirect("/me/")


@blueprint.post("/unblock/")
@with_profile
def unblock(me: Profile, handle: str) -> ResponseReturnValue:
    """Take one's own block back."""
    blocked = select(Block).join(Profile, Profile.id == Block.blocked_id).where(Block.blocker_id == me.id)
    found = db.session.scalar(blocked.where(Profile.handle == handle.lower())) or abort(404)
    db.session.delete(found)
    db.session.commit()
    flash(f"@{handle.lower()} is not blocked any more.", "success")
    return redirect("/me/")


def other(me: Profile, handle: str) -> Profile:
    """Somebody else of this handle, whom one can see; 404 where there is none."""
    them = profile_or_404(handle, me)
    return them if them.id != me.id else abort(404)
