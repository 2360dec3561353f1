"""Scripts of the admin panel, which are files of Django's and know of no number."""

from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponseBase


class PanelScriptsMiddleware:
    """Lets the panel's pages, and no others, run the scripts that are files of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.site = get_response
        self.panel = csp_update({"script-src": [SELF]})(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with a policy of its own where it is the panel's."""
        answer = self.panel if request.path_info.startswith("/admin/") else self.site
        return answer(request)
