"""The pages, and what all of them know."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from app.config import DESCRIPTION, TITLE

ERRORS = {
    400: ("This request makes no sense", "The address or the form was not what we expected."),
    403: ("You may not see this", "Perhaps you have to log in, or to load the page again."),
    404: ("There is no such page", "It may have moved, or the address has a slip in it."),
    405: ("This does not work here", "The page cannot be used in this way."),
    500: ("Something went wrong", "It is our fault, and it has been noted. Please try again later."),
}
"""Heading and sentence by status."""


def site(_request: HttpRequest) -> dict[str, str]:
    """What every template knows."""
    return {"site_title": TITLE, "site_description": DESCRIPTION}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door."""
    return render(request, "pages/home.html")


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """An error in the look of the site."""
    heading, sentence = ERRORS[status]
    context = {"heading": heading, "sentence": sentence, "status": status}
    return render(request, "pages/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that makes no sense."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what somebody may not see."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that did not come from this site."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a mistake of ours."""
    return error_page(request, 500)


class RefusedMethodMiddleware:
    """Gives a refused method its page: Django has a handler for the other errors, but not for this one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with a page where it is an empty refusal."""
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response.content = response.content or error_page(request, response.status_code).content
            response.headers["Content-Length"] = str(len(response.content))
        return response
