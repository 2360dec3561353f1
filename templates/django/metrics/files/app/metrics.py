"""How many requests there are and how long they take, for Prometheus, at `/metrics`."""

import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, path, resolve
from django.views.decorators.http import require_safe

from app.measures import TYPE, may_read, observe, report


class MetricsMiddleware:
    """Counts requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, once its request is counted."""
        came_in = time.perf_counter()
        response = self.get_response(request)
        observe(str(request.method), find_route(request), response.status_code, time.perf_counter() - came_in)
        return response


def find_route(request: HttpRequest) -> str | None:
    """Return the route of a request. Health checks are answered before Django looks for theirs."""
    try:
        return f"/{(request.resolver_match or resolve(request.path_info)).route}"
    except Resolver404:
        return None


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """What was measured, for whoever shows the token; nothing where there is none."""
    token = settings.METRICS_TOKEN
    if token is None:
        raise Http404
    if not may_read(request.headers.get("Authorization", ""), token):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    told = report(settings.WEB_CONCURRENCY)
    return HttpResponse(told, content_type=TYPE, headers={"Cache-Control": "no-store"})


app_name = "metrics"
urlpatterns = [path("", metrics, name="metrics")]
