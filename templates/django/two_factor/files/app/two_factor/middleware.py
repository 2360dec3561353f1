"""A role above member counts only in a session with a second factor, whatever asks for it."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, Group, Permission, PermissionsMixin
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from users.models import User
from users.roles import STAFF

TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class PasswordOnlyUser(SimpleLazyObject):
    """A user whose session has shown a password alone; the wrapped user, and what is saved of it, stays as it is."""

    is_password_only = True
    is_staff = False
    is_superuser = False

    # These look at `is_superuser` of the wrapper, and at the groups that `limit` leaves.
    get_all_permissions = PermissionsMixin.get_all_permissions
    get_group_permissions = PermissionsMixin.get_group_permissions
    get_user_permissions = PermissionsMixin.get_user_permissions
    has_module_perms = PermissionsMixin.has_module_perms
    has_perm = PermissionsMixin.has_perm
    has_perms = PermissionsMixin.has_perms


class SecondFactorMiddleware:
    """Limits staff without a second factor, and sends them to its set-up where a page is refused to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, or the way to the second factor."""
        request.user = SimpleLazyObject(partial(limit, request, request.user))  # type: ignore[assignment]
        request.auser = sync_to_async(lambda: request.user)
        answer = self.get_response(request)
        is_refusal = answer.status_code == HTTPStatus.FORBIDDEN and answer["Content-Type"].startswith("text/html")
        if not is_refusal or not getattr(request.user, "is_password_only", False):
            return answer
        if is_mfa_enabled(request.user, TYPES):
            return redirect("mfa_reauthenticate")
        messages.info(request, "Staff need a second factor. Please set it up first.")
        return redirect("mfa_activate_totp")


def limit(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser | PasswordOnlyUser:
    """Return the user of a session: staff without a second factor are left with no role above member."""
    if not (user.is_staff or user.is_superuser) or has_second_factor(request, user):
        return user
    prefetch_related_objects(
        [user],
        Prefetch("groups", Group.objects.exclude(name__in=STAFF)),
        Prefetch("user_permissions", Permission.objects.none()),
    )
    return PasswordOnlyUser(lambda: user)


def has_second_factor(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Return whether the session has shown a second factor that the user still has."""
    records = get_authentication_records(request, user)
    return any(record["method"] == "mfa" for record in records) and is_mfa_enabled(user, TYPES)
