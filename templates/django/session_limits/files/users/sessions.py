"""How long somebody stays logged in; how long without a sign of life, Django sees to itself."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

SINCE = "logged_in_at"


@receiver(user_logged_in)
def note_the_time(request: HttpRequest, **_: Any) -> None:
    """Remember when the session became somebody's."""
    request.session[SINCE] = time.time()


class LongestSessionMiddleware:
    """Logs out who is logged in for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, to somebody unknown where the time is over."""
        since = request.session.get(SINCE)
        if since is not None and time.time() - since > settings.LONGEST_SESSION:
            logout(request)
        return self.get_response(request)
