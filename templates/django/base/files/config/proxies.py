from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase


class TrustedProxyMiddleware:
    """Set REMOTE_ADDR to the address of the client behind TRUSTED_PROXY_COUNT proxies.

    Each proxy appends to X-Forwarded-For the address that called it. Entries before those of the
    trusted proxies come from the client, and are ignored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.TRUSTED_PROXY_COUNT:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        addresses = request.headers.get("X-Forwarded-For", "").split(",")
        if len(addresses) >= settings.TRUSTED_PROXY_COUNT and addresses[-settings.TRUSTED_PROXY_COUNT].strip():
            request.META["REMOTE_ADDR"] = addresses[-settings.TRUSTED_PROXY_COUNT].strip()
        return self.get_response(request)
