from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers


def private_pages_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Keep the pages of accounts and of signed-in users out of all caches."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_account_page = request.resolver_match and request.resolver_match.route.startswith("accounts/")
        if not response.has_header("Cache-Control") and (is_account_page or request.user.is_authenticated):
            add_never_cache_headers(response)
        return response

    return middleware
