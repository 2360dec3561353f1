from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from upstream.client import UpstreamError


class UpstreamErrorMiddleware:
    """Answer 502 or 504 if a view raises `UpstreamError`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return HttpResponse(status=exception.status) if isinstance(exception, UpstreamError) else None
