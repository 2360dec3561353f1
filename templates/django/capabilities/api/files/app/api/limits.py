"""How often one may ask."""

import math
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from app.api.models import Token

if TYPE_CHECKING:
    from rest_framework.views import APIView

MINUTE = 60
"""Seconds."""


class RequestLimit(BaseThrottle):
    """So many requests a minute, for each token, person or address."""

    def allow_request(self, request: Request, _view: "APIView") -> bool:
        """Whether this one is within the limit; a minute begins with its first request."""
        key = f"api-{asker(request)}"
        self.since: float = cache.get_or_set(f"{key}-since", time.time, timeout=MINUTE) or time.time()
        count = f"{key}-{self.since}"
        if cache.add(count, 1, timeout=MINUTE):
            return True
        try:
            asked: int = cache.incr(count)
        except ValueError:  # the minute is over
            return True
        return asked <= settings.API_REQUESTS_A_MINUTE

    def wait(self) -> float:
        """Seconds until the minute is over."""
        return max(1, math.ceil(self.since + MINUTE - time.time()))


def asker(request: Request) -> str:
    """Whose requests are counted together."""
    if isinstance(request.auth, Token):
        return f"token-{request.auth.pk}"
    return f"person-{request.user.pk}" if request.user.pk else f"address-{request.META['REMOTE_ADDR']}"
