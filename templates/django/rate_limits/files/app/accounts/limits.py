"""How often something may be tried; the numbers are `ACCOUNT_RATE_LIMITS`, in the settings."""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WAIT = {
    "account_login": 300,
    "account_reauthenticate": 300,
    "account_reset_password": 3600,
    "account_signup": 3600,
    "delete_account": 300,
    "mfa_authenticate": 300,
    "mfa_reauthenticate": 300,
}
"""Seconds after which a try is free again in any case, by the name of the path."""

A_MINUTE = 60
"""Seconds: the limits that are allauth's own."""


class ResetPasswordForm(AllauthResetPasswordForm):
    """Mails to one account are limited by address and account together: others can still have theirs."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the mail, or refuse."""
        key = f"{get_adapter().get_client_ip(request)} {self.cleaned_data['email']}"
        if refusal := ratelimit.consume_or_429(request, action="reset_password_of_account", key=key):
            raise ImmediateHttpResponse(refusal)
        email: str = super().save(request, **kwargs)
        return email


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """The page for whoever has to wait."""
    match = request.resolver_match
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(WAIT.get(match.view_name if match else "", A_MINUTE))
    return response
