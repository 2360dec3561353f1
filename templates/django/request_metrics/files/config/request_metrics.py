"""Number and duration of requests, for Prometheus."""

from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponseBase
from django.views.generic import View
from prometheus_client import Histogram

DURATION = Histogram("http_request_duration_seconds", "Duration of requests.", ["method", "route", "status"])


def request_metrics(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        response = get_response(request)
        # Paths and methods that do not exist are counted together.
        method = str(request.method) if str(request.method).lower() in View.http_method_names else "other"
        route = f"/{request.resolver_match.route}" if request.resolver_match else "none"
        DURATION.labels(method, route, response.status_code).observe(perf_counter() - started)
        return response

    return middleware
