"""What tests of other apps need."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory


def pass_second_factor(client: Client, user: Any) -> None:
    """Give the user a second factor, and the session of the client the mark that it was passed."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "secret"})
    user.refresh_from_db()
    client.force_login(user)  # the new factor has ended the sessions
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()
