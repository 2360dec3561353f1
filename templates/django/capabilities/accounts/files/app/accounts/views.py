"""One's own account."""

from allauth.account.forms import ReauthenticateForm
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from app.accounts.forms import ProfileForm
from app.users.models import User


class KnownRequest(HttpRequest):
    """The request of somebody who is logged in."""

    user: User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: KnownRequest) -> HttpResponse:
    """Who one is here, and the way to the rest."""
    form = ProfileForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        request.user.name = form.cleaned_data["name"]
        request.user.save(update_fields=["name"])
        messages.success(request, "Your name is saved.")
        return redirect("profile")
    return render(request, "accounts/profile.html", {"form": form})


@never_cache
@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: KnownRequest) -> HttpResponse:
    """Deletes one's own account, for somebody who knows its password where it has one."""
    user = request.user
    data = request.POST if request.method == "POST" else None
    form = ReauthenticateForm(data, user=user) if user.has_usable_password() else Form(data)
    if form.is_valid():
        user.delete()
        request.session.flush()
        messages.success(request, "Your account is deleted.")
        return redirect("/")
    return render(request, "accounts/delete.html", {"form": form})
