"""Who sees what: neither of two sees the other where one has blocked the other, and nobody sees what is hidden."""

import re

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from app.community.models import Block, Like, Post, Profile

POSTS_PER_PAGE = 20
NUMBER = re.compile("[0-9]{1,18}")


def visible_profiles(viewer: Profile | None) -> QuerySet[Profile]:
    """The profiles that somebody may see; nobody sees those of people who are no longer active."""
    profiles = Profile.objects.filter(user__is_active=True)
    if viewer is None:
        return profiles
    return profiles.exclude(pk__in=Block.objects.filter(blocker=viewer).values("blocked")).exclude(
        pk__in=Block.objects.filter(blocked=viewer).values("blocker")
    )


def visible_posts(viewer: Profile | None) -> QuerySet[Post]:
    """The posts that somebody may see, the newest first, with author, `like_count` and `is_liked` by the viewer.

    What is hidden, its author alone sees.
    """
    likes = Like.objects.filter(post=OuterRef("pk"))
    count = likes.order_by().values("post").annotate(count=Count("pk")).values("count")
    return (
        Post.objects.filter(Q(hidden_at=None) | Q(author=viewer), author__in=visible_profiles(viewer))
        .select_related("author")
        .annotate(
            like_count=Coalesce(Subquery(count), Value(0), output_field=IntegerField()),
            is_liked=Exists(likes.filter(profile=viewer)),
        )
        .order_by("-pk")
    )


def page_of(posts: QuerySet[Post], request: HttpRequest) -> tuple[list[Post], int | None]:
    """The page that a request asks for with `before`, the number of a post; and what to ask for the next one with.

    A post that is written meanwhile moves no other to another page.
    """
    before = request.GET.get("before", "")
    if NUMBER.fullmatch(before):
        posts = posts.filter(pk__lt=int(before))
    found = list(posts[: POSTS_PER_PAGE + 1])
    page = found[:POSTS_PER_PAGE]
    return page, page[-1].pk if len(found) > POSTS_PER_PAGE else None
