"""Staff have the rights of their role only in sessions that have passed a second factor."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import AnonymousUser, Group, Permission, PermissionsMixin
from django.db.models import Prefetch, prefetch_related_objects
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from users import totp
from users.models import User
from users.roles import STAFF

TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class PasswordOnlyUser(SimpleLazyObject):
    """Staff in a session without a second factor. Saving it leaves the flags and groups of the user unchanged."""

    is_password_only = True
    is_staff = False
    is_superuser = False

    # These methods use the flags above, and the groups that `limit_user` leaves.
    get_all_permissions = PermissionsMixin.get_all_permissions
    get_group_permissions = PermissionsMixin.get_group_permissions
    get_user_permissions = PermissionsMixin.get_user_permissions
    has_module_perms = PermissionsMixin.has_module_perms
    has_perm = PermissionsMixin.has_perm
    has_perms = PermissionsMixin.has_perms


def two_factor_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Limit staff without a second factor to the rights of members, and show them how to get further."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.user = SimpleLazyObject(partial(limit_user, request, request.user))  # type: ignore[assignment]
        request.auser = sync_to_async(lambda: request.user)
        response = get_response(request)
        is_forbidden = response.status_code == HTTPStatus.FORBIDDEN and response["Content-Type"].startswith("text/html")
        if not is_forbidden or not getattr(request.user, "is_password_only", False):
            return response
        if is_mfa_enabled(request.user, TYPES):
            return redirect("mfa_reauthenticate")
        messages.info(request, _("Staff need two-factor authentication. Please set it up first."))
        return redirect("mfa_activate_totp")

    return middleware


def limit_user(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser | PasswordOnlyUser:
    if not (user.is_staff or user.is_superuser) or has_passed(request, user):
        return user
    prefetch_related_objects(
        [user],
        Prefetch("groups", Group.objects.exclude(name__in=STAFF)),
        Prefetch("user_permissions", Permission.objects.none()),
    )
    return PasswordOnlyUser(lambda: user)


def has_passed(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Return whether the session has passed a second factor, and the user still has one."""
    records = get_authentication_records(request, user)
    return any(record["method"] == "mfa" for record in records) and is_mfa_enabled(user, TYPES)


def connect() -> None:
    post_save.connect(end_other_sessions, sender=Authenticator)


def end_other_sessions(instance: Authenticator, *, created: bool, **_kwargs: object) -> None:
    """Log the user out everywhere else: sessions with a password only could replace the new factor."""
    if not created or instance.type == Authenticator.Type.RECOVERY_CODES:
        return
    instance.user.end_sessions()
    if context.request and instance.type == Authenticator.Type.TOTP:
        totp.use_current_codes(instance)
    if context.request:
        update_session_auth_hash(context.request, instance.user)
        record_authentication(context.request, instance.user, "mfa", id=instance.pk, type=instance.type)
