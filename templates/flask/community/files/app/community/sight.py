"""Who sees what: neither of two sees the other where one has blocked the other, and nobody sees what is hidden."""

import re

from flask import abort, request
from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, with_expression

from app.community.models import Block, Like, Post, Profile
from app.extensions import db
from app.users.models import User

POSTS_PER_PAGE = 20
NUMBER = re.compile("[0-9]{1,18}")
BIGGEST_NUMBER = 10**18


def visible_profiles(viewer: Profile | None) -> Select[Profile]:
    """The profiles that somebody may see; nobody sees those of people who are no longer active."""
    profiles = select(Profile).join(User, User.id == Profile.user_id).where(User.active)
    if viewer is None:
        return profiles
    blocked = select(Block.blocked_id).where(Block.blocker_id == viewer.id)
    blockers = select(Block.blocker_id).where(Block.blocked_id == viewer.id)
    return profiles.where(Profile.id.not_in(blocked), Profile.id.not_in(blockers))


def visible_posts(viewer: Profile | None) -> Select[Post]:
    """The posts that somebody may see, the newest first, with author, `like_count` and `is_liked` by the viewer.

    What is hidden, its author alone sees.
    """
    is_mine: ColumnElement[bool] = Post.author_id == viewer.id if viewer else false()
    likes = select(func.count()).where(Like.post_id == Post.id).correlate(Post).scalar_subquery()
    liked = exists().where(Like.post_id == Post.id, Like.profile_id == viewer.id) if viewer else false()
    return (
        select(Post)
        .where(
            or_(Post.hidden_at.is_(None), is_mine),
            Post.author_id.in_(visible_profiles(viewer).with_only_columns(Profile.id)),
        )
        .options(
            joinedload(Post.author), with_expression(Post.like_count, likes), with_expression(Post.is_liked, liked)
        )
        .order_by(Post.id.desc())
    )


def profile_or_404(handle: str, viewer: Profile | None) -> Profile:
    """The profile of a handle, where the viewer may see it."""
    return db.session.scalar(visible_profiles(viewer).where(Profile.handle == handle.lower())) or abort(404)


def post_or_404(id: int, posts: Select[Post]) -> Post:  # noqa: A002 - as in the path
    """The post of a number, where it is one of these."""
    return db.session.scalar(posts.where(Post.id == min(id, BIGGEST_NUMBER))) or abort(404)


def page_of(posts: Select[Post]) -> tuple[list[Post], int | None]:
    """The page that a request asks for with `before`, the number of a post; and what to ask for the next one with.

    A post that is written meanwhile moves no other to another page.
    """
    before = request.args.get("before", "")
    if NUMBER.fullmatch(before):
        posts = posts.where(Post.id < int(before))
    found = list(db.session.scalars(posts.limit(POSTS_PER_PAGE + 1)))
    page = found[:POSTS_PER_PAGE]
    return page, page[-1].id if len(found) > POSTS_PER_PAGE else None
