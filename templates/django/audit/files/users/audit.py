from typing import Any

from auditlog.middleware import AuditlogMiddleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def mask(value: str) -> str:
    """Hide a value. By default, auditlog shows the second half of it."""
    return "***"


class AuditMiddleware(AuditlogMiddleware):
    def get_extra_data(self, request: HttpRequest) -> dict[str, Any]:
        """Name the user at the time of a change, such as that of an API token, and the address behind trusted proxies."""
        actor = SimpleLazyObject(lambda: request.user)
        return {"actor": actor, "remote_addr": request.META["REMOTE_ADDR"] or None}
