"""What Django does not do itself for security; the rest is in the settings."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

FOR_ANYBODY = ("/health/", "/.well-known/")
"""How the paths begin at which nobody is known, so that they answer without a database."""


class PermissionsPolicyMiddleware:
    """Has every answer tell the browser which of its devices the pages do without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with the header, unless its view has set it."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class ForAnybodyMiddleware:
    """Takes the cookies from a request at these paths: a session would be looked for in the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, the same for everybody."""
        if request.path_info.startswith(FOR_ANYBODY):
            request.COOKIES.clear()
        return self.get_response(request)
