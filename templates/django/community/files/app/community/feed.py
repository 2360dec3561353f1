"""The feed: what those write whom somebody follows, and they themselves."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.views.decorators.http import require_http_methods

from app.community.forms import PostForm
from app.community.models import Post, Profile
from app.community.quotas import POSTS
from app.community.sight import page_of, visible_posts
from app.community.visitors import with_profile


@require_http_methods(["GET", "HEAD", "POST"])
@with_profile
def feed(request: HttpRequest, me: Profile) -> HttpResponse:
    """The newest posts, and a form for another."""
    form = PostForm(request.POST or None)
    wait = 0
    if form.is_valid():
        wait = POSTS.wait(me.posts.all())
        if not wait:
            Post.objects.create(author=me, text=form.cleaned_data["text"])
            messages.success(request, "Your post is out.")
            return redirect("feed")
        form.add_error("text", "You have written a lot just now. Please wait a few minutes.")
    followed = me.follows.values("followed")
    posts, before = page_of(visible_posts(me).filter(Q(author=me) | Q(author__in=followed)), request)
    page = render(request, "community/feed.html", {"form": form, "me": me, "posts": posts, "before": before})
    if wait:
        page.status_code = 429
        page.headers["Retry-After"] = str(wait)
    return page


urlpatterns = [
    path("", feed, name="feed"),
    path("<int:id>/", include("app.community.posts")),
]
