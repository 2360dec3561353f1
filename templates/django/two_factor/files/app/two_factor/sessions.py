"""What a new second factor means for sessions that a password alone has opened."""

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.db.models.signals import post_save

from app.two_factor.codes import use_up_all


def connect() -> None:
    """Have every new second factor noticed."""
    post_save.connect(end_other_sessions, sender=Authenticator)


def end_other_sessions(instance: Authenticator, *, created: bool, **_: object) -> None:
    """Log the owner out everywhere but where the second factor was set up: that session has shown it."""
    if not created or instance.type == Authenticator.Type.RECOVERY_CODES:
        return
    instance.user.end_sessions()
    if context.request and instance.type == Authenticator.Type.TOTP:
        use_up_all(instance)
    if context.request:
        update_session_auth_hash(context.request, instance.user)
        record_authentication(context.request, instance.user, "mfa", id=instance.pk, type=instance.type)
