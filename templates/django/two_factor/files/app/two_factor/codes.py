"""The codes of authenticator apps: the database remembers which were used, and the cache may forget them."""

import time

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db.models import Q


def use_up(authenticator: Authenticator, code: str) -> bool:
    """Return whether a code that is right was unused, and use it up: for one of several requests at once."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True  # allauth locks the row of the recovery codes
    secret = decrypt(authenticator.data["secret"])
    for step in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return use_up_to(authenticator, step)
    return False


def use_up_to(authenticator: Authenticator, step: int) -> bool:
    """Remember that the codes up to this half-minute are used, unless that is known already."""
    unused = Q(data__last_step__lt=step) | ~Q(data__has_key="last_step")
    data = {**authenticator.data, "last_step": step}
    changed: int = Authenticator.objects.filter(unused, pk=authenticator.pk).update(data=data)
    return changed == 1


def use_up_all(authenticator: Authenticator) -> None:
    """Use up every code that could have activated this authenticator app."""
    use_up_to(authenticator, int(time.time()) // app_settings.TOTP_PERIOD + app_settings.TOTP_TOLERANCE)
