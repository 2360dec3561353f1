from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse


class ProblemDetailsMiddleware:
    """Turn Django's error pages into problem details (RFC 9457), and keep headers such as Allow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_json = "json" in response.headers.get("Content-Type", "")
        if isinstance(response, HttpResponse) and response.status_code >= HTTPStatus.BAD_REQUEST and not is_json:
            status = HTTPStatus(response.status_code)
            response.content = JsonResponse({"title": status.phrase, "status": status}).content
            response.headers["Content-Type"] = "application/problem+json"
            response.headers["Content-Length"] = str(len(response.content))
        return response
