from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_vary_headers


def private_responses(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Keep responses of the API, which depend on the user, out of caches."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info.startswith("/api/v1/"):
            patch_vary_headers(response, ["Authorization", "Cookie"])
            if "Cache-Control" not in response.headers:
                add_never_cache_headers(response)
        return response

    return middleware
