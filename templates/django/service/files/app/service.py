"""The front door for other programs, and errors as problem details (RFC 9457)."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from app.config import DESCRIPTION, TITLE

PROBLEM = "application/problem+json"


@require_safe
def index(_request: HttpRequest) -> JsonResponse:
    """What the service is, and where it tells how it is."""
    return JsonResponse(
        {
            "name": TITLE,
            "description": DESCRIPTION,
            "links": {"live": reverse("health:live"), "ready": reverse("health:ready")},
        }
    )


class ProblemMiddleware:
    """Turns the errors that are told in HTML or not at all into problem details; their headers, like `Allow`, stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; what a view tells in JSON is left as it is."""
        response = self.get_response(request)
        told_in_json = "json" in response.headers.get("Content-Type", "")
        if isinstance(response, HttpResponse) and response.status_code >= HTTPStatus.BAD_REQUEST and not told_in_json:
            status = HTTPStatus(response.status_code)
            response.content = JsonResponse({"title": status.phrase, "status": status}).content
            response.headers["Content-Type"] = PROBLEM
            response.headers["Content-Length"] = str(len(response.content))
        return response


urlpatterns = [path("", index, name="index")]
