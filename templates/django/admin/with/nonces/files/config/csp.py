from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


def admin_csp_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Allow the admin's own scripts, which are static files without a nonce."""
    get_admin_response = csp_update({"script-src": [SELF]})(get_response)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        is_admin = request.path.startswith(reverse("admin:index"))
        return get_admin_response(request) if is_admin else get_response(request)

    return middleware
