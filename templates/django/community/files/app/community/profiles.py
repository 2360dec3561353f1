"""What others see of somebody, and what one can have to do with them."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from app.community.models import Block, Follow, Profile
from app.community.sight import page_of, visible_posts, visible_profiles
from app.community.visitors import profile_of, with_profile


@never_cache
@require_safe
def member(request: HttpRequest, handle: str) -> HttpResponse:
    """A profile and its posts, for everybody."""
    me = profile_of(request)
    profile = get_object_or_404(visible_profiles(me), handle=handle.lower())
    posts, before = page_of(visible_posts(me).filter(author=profile), request)
    told = {"me": me, "profile": profile, "posts": posts, "before": before, "follower_count": profile.followers.count()}
    told["is_followed"] = me is not None and me.follows.filter(followed=profile).exists()
    return render(request, "community/profile.html", told)


@require_POST
@with_profile
def follow(_request: HttpRequest, me: Profile, handle: str) -> HttpResponse:
    """Follow somebody."""
    Follow.objects.get_or_create(follower=me, followed=other(me, handle))
    return redirect("member", handle)


@require_POST
@with_profile
def unfollow(_request: HttpRequest, me: Profile, handle: str) -> HttpResponse:
    """Follow somebody no longer."""
    me.follows.filter(followed=other(me, handle)).delete()
    return redirect("member", handle)


@require_POST
@with_profile
def block(request: HttpRequest, me: Profile, handle: str) -> HttpResponse:
    """Have two see each other no longer; nor do they follow each other any more."""
    them = other(me, handle)
    with transaction.atomic():
        Block.objects.get_or_create(blocker=me, blocked=them)
        Follow.objects.filter(Q(follower=me, followed=them) | Q(follower=them, followed=me)).delete()
    messages.success(request, f"You and {them} do not see each other any more.")
    return redirect("me")


@require_POST
@with_profile
def unblock(request: HttpRequest, me: Profile, handle: str) -> HttpResponse:
    """Take one's own block back."""
    blocked = get_object_or_404(me.blocks.select_related("blocked"), blocked__handle=handle.lower())
    blocked.delete()
    messages.success(request, f"{blocked.blocked} is not blocked any more.")
    return redirect("me")


def other(me: Profile, handle: str) -> Profile:
    """Somebody else of this handle, whom one can see; `Http404` where there is none."""
    them = get_object_or_404(visible_profiles(me), handle=handle.lower())
    if them == me:
        raise Http404
    return them


urlpatterns = [
    path("<handle>/", member, name="member"),
    path("<handle>/block/", block, name="block"),
    path("<handle>/follow/", follow, name="follow"),
    path("<handle>/unblock/", unblock, name="unblock"),
    path("<handle>/unfollow/", unfollow, name="unfollow"),
]
