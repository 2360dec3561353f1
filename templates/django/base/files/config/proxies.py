from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


def trusted_proxy_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set REMOTE_ADDR to the address of the client behind TRUSTED_PROXY_COUNT proxies.

    Each proxy appends to X-Forwarded-For the address that called it. Entries before those of the
    trusted proxies come from the client, and are ignored.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        count = settings.TRUSTED_PROXY_COUNT
        addresses = request.headers.get("X-Forwarded-For", "").split(",")
        if count and len(addresses) >= count and (address := addresses[-count].strip()):
            request.META["REMOTE_ADDR"] = address.lower().removeprefix("::ffff:")  # IPv4 mapped to IPv6
        return get_response(request)

    return middleware
