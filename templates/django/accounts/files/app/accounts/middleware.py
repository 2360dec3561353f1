"""What holds for every page of the accounts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers


class NeverCacheMiddleware:
    """Keeps the pages of the accounts out of every cache; allauth's views leave that to the project."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response."""
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.route.startswith("accounts/"):
            add_never_cache_headers(response)
        return response
