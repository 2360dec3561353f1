from http import HTTPStatus

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Seconds after which a limit of ACCOUNT_RATE_LIMITS has passed in any case, by the name of the path.
RETRY_AFTER = {
    "account_login": 300,
    "account_reauthenticate": 300,
    "account_reset_password": 3600,
    "account_signup": 3600,
    "users:delete": 300,
    "mfa_authenticate": 300,
    "mfa_reauthenticate": 300,
}
DEFAULT_RETRY_AFTER = 60


class ResetPasswordForm(forms.ResetPasswordForm):
    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """Limit mails by client and account together, so that nobody can keep mails from others."""
        key = f"{get_adapter().get_client_ip(request)} {self.cleaned_data['email']}"
        if response := ratelimit.consume_or_429(request, action="reset_password_of_account", key=key):
            raise ImmediateHttpResponse(response)
        email: str = super().save(request, **kwargs)
        return email


def too_many_requests(request: HttpRequest) -> HttpResponse:
    name = request.resolver_match.view_name if request.resolver_match else ""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(RETRY_AFTER.get(name, DEFAULT_RETRY_AFTER))
    return response
