"""One post, and what readers and its author can do with it."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from app.community.forms import ReportForm
from app.community.models import Like, Profile, Report
from app.community.quotas import REPORTS
from app.community.sight import visible_posts
from app.community.visitors import back, profile_of, with_profile


@never_cache
@require_safe
def post(request: HttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """A post by itself, for everybody."""
    me = profile_of(request)
    return render(request, "community/post.html", {"me": me, "post": get_object_or_404(visible_posts(me), pk=id)})


@require_http_methods(["GET", "HEAD", "POST"])
@with_profile
def delete(request: HttpRequest, me: Profile, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Deletes a post of one's own."""
    mine = get_object_or_404(visible_posts(me).filter(author=me), pk=id)
    if request.method == "POST":
        mine.delete()
        messages.success(request, "Your post is deleted.")
        return redirect("feed")
    return render(request, "community/delete.html", {"post": mine})


@require_POST
@with_profile
def like(request: HttpRequest, me: Profile, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Like a post."""
    Like.objects.get_or_create(post=get_object_or_404(visible_posts(me), pk=id), profile=me)
    return back(request, reverse("post", args=[id]))


@require_POST
@with_profile
def unlike(request: HttpRequest, me: Profile, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Like a post no longer."""
    get_object_or_404(visible_posts(me), pk=id).likes.filter(profile=me).delete()
    return back(request, reverse("post", args=[id]))


@require_http_methods(["GET", "HEAD", "POST"])
@with_profile
def report(request: HttpRequest, me: Profile, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Report somebody else's post to the moderators, once."""
    theirs = get_object_or_404(visible_posts(me).exclude(author=me), pk=id)
    form = ReportForm(request.POST or None)
    wait = 0
    if form.is_valid():
        wait = REPORTS.wait(me.reports.all())
        if not wait:
            try:
                with transaction.atomic():
                    Report.objects.create(post=theirs, reporter=me, reason=form.cleaned_data["reason"])
            except IntegrityError:
                messages.info(request, "You have reported this post already.")
            else:
                messages.success(request, "Thank you: the moderators will look at it.")
            return redirect("feed")
        form.add_error("reason", "You have reported a lot just now. Please wait a while.")
    page = render(request, "community/report.html", {"form": form, "post": theirs})
    if wait:
        page.status_code = 429
        page.headers["Retry-After"] = str(wait)
    return page


urlpatterns = [
    path("", post, name="post"),
    path("delete/", delete, name="delete_post"),
    path("like/", like, name="like"),
    path("report/", report, name="report"),
    path("unlike/", unlike, name="unlike"),
]
