"""The panel as a whole."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from config.environment import TITLE


class Panel(AdminSite):
    """The panel: who comes in has logged in by the site's own page, with all that holds there."""

    site_header = site_title = TITLE
    final_catch_all_view = False

    def get_urls(self) -> list[Any]:
        """Django's paths, with the same path for the lists of all apps, whichever those are."""
        paths = [one for one in super().get_urls() if getattr(one, "name", "") != "app_list"]
        return [*paths, path("<slug:app_label>/", self.admin_view(self.app_index), name="app_list")]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The way to the site's own log-in."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def password_change(self, _request: HttpRequest, _extra_context: object = None) -> HttpResponse:  # type: ignore[override]
        """The way to the site's own page."""
        return redirect("account_change_password")
