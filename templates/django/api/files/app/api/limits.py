"""How often one may ask."""

import math
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from app.api.models import Token
from app.networks import network_of

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
    return f"person-{request.user.pk}" if request.user.pk else f"address-{network_of(request.META['REMOTE_ADDR'])}"


def refuse_wrong_tokens(request: Request) -> None:
    """Raise `Throttled` where the visitor's network has shown too many wrong tokens in this minute."""
    if cache.get(wrong_tokens(request), 0) >= settings.API_REQUESTS_A_MINUTE:
        raise Throttled(MINUTE - time.time() % MINUTE)


def count_wrong_token(request: Request) -> None:
    """Count a wrong token for the visitor's network."""
    key = wrong_tokens(request)
    cache.add(key, 0, timeout=MINUTE)
    with suppress(ValueError):  # the cache was full, and has forgotten the key
        cache.incr(key)


def wrong_tokens(request: Request) -> str:
    """Return the key under which the wrong tokens of the visitor's network are counted in this minute."""
    return f"api-wrong-tokens-{network_of(request.META['REMOTE_ADDR'])}-{int(time.time()) // MINUTE}"
