"""Who may sign on."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from users.models import User


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Takes nobody whose e-mail address the provider has not checked: it might be somebody else's."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Send away whoever is new, and comes without an address that is theirs for certain."""
        if not sociallogin.is_existing and not any(address.verified for address in sociallogin.email_addresses):
            messages.error(request, "The provider does not know for certain that your e-mail address is yours.")
            raise ImmediateHttpResponse(redirect("account_login"))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Somebody new, with the name that the provider has for them."""
        user: User = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or "")[:150]
        return user
