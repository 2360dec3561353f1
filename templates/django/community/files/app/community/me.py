"""One's own profile: handle, bio, and whom one has blocked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from app.community.forms import ProfileForm
from app.community.models import TAKEN, Profile
from app.community.visitors import profile_of
from users.views import AuthenticatedHttpRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The form for it."""
    mine = profile_of(request)
    profile = mine or Profile(user=request.user)
    form = ProfileForm(request.POST or None, instance=profile)
    if form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:  # somebody took the handle at the same time
            form.add_error("handle", TAKEN)
        else:
            messages.success(request, "Your profile is saved.")
            return redirect("me" if mine else "feed")
    blocks = profile.blocks.select_related("blocked").order_by("blocked__handle") if mine else []
    return render(request, "community/me.html", {"form": form, "blocks": blocks, "handle": form.initial.get("handle")})


urlpatterns = [path("", me, name="me")]
