"""What has been reported, for the moderators: staff and admins, by the right `community.moderate`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from app.community.models import Post, Report

MOST_AT_A_TIME = 50


@never_cache
@login_required
@permission_required("community.moderate", raise_exception=True)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The posts with open reports, those first that have waited longest."""
    reports = Prefetch("reports", waiting(request).select_related("reporter").order_by("pk"))
    posts = Post.objects.filter(pk__in=waiting(request).values("post")).select_related("author")
    oldest = posts.prefetch_related(reports).order_by("pk")[:MOST_AT_A_TIME]
    return render(request, "community/moderation.html", {"posts": oldest})


@require_POST
@login_required
@permission_required("community.moderate", raise_exception=True)
def hide(request: HttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Hide a post from all but its author."""
    with transaction.atomic():
        decide(request, id, Report.Decision.HIDDEN)
        Post.objects.filter(pk=id).update(hidden_at=timezone.now())
    messages.success(request, "The post is hidden.")
    return redirect("moderation")


@require_POST
@login_required
@permission_required("community.moderate", raise_exception=True)
def dismiss(request: HttpRequest, id: int) -> HttpResponse:  # noqa: A002 - as in the path
    """Leave a post as it is."""
    decide(request, id, Report.Decision.DISMISSED)
    messages.success(request, "The reports are dismissed.")
    return redirect("moderation")


def waiting(request: HttpRequest) -> QuerySet[Report]:
    """The open reports, without those on posts of one's own: others look at them."""
    return Report.objects.filter(decided_at=None).exclude(post__author__user=request.user.pk)


def decide(request: HttpRequest, post: int, decision: Report.Decision) -> None:
    """Close the reports on a post; `Http404` where there is nothing to decide, or somebody else was faster."""
    closed = {"decision": decision, "decided_at": timezone.now(), "decided_by": request.user.pk}
    if not waiting(request).filter(post=post).update(**closed):
        raise Http404


urlpatterns = [
    path("", queue, name="moderation"),
    path("<int:id>/dismiss/", dismiss, name="dismiss"),
    path("<int:id>/hide/", hide, name="hide"),
]
