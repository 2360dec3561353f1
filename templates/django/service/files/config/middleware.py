from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse


def problem_details_middleware(get_response: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Turn Django's error pages into problem details (RFC 9457), and keep headers such as Allow."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_json = "json" in response.headers.get("Content-Type", "")
        if isinstance(response, HttpResponse) and response.status_code >= HTTPStatus.BAD_REQUEST and not is_json:
            status = HTTPStatus(response.status_code)
            response.content = JsonResponse({"title": status.phrase, "status": status}).content
            response.headers["Content-Type"] = "application/problem+json"
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware
