"""Who is there: the profile of whoever asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from app.community.models import Profile

View = Callable[..., HttpResponse]


def profile_of(request: HttpRequest) -> Profile | None:
    """The profile of whoever asks, where there is one."""
    return Profile.objects.filter(user=request.user.pk).first() if request.user.is_authenticated else None


def with_profile(view: View) -> View:
    """A view for those who have a profile, which is given to it; who has none is sent to make one."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        me = profile_of(request)
        if me is None:
            messages.info(request, "Choose a handle first: it is your name here.")
            return redirect("me")
        return view(request, me, **given)

    return guarded


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """The way to the page that a form came from, if that is one of ours."""
    page = request.POST.get("next", "")
    return HttpResponseRedirect(page if url_has_allowed_host_and_scheme(page, None) else otherwise)
