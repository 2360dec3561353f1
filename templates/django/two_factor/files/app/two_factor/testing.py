"""What tests of other apps need."""

import time
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client


def pass_second_factor(client: Client, user: Any) -> None:
    """Give the user a second factor, and the session of the client the mark that it was passed."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "secret"})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
    session.save()
