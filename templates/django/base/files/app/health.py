"""Two questions that a load balancer asks: is the process alive, and can it do its work."""

import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

log = structlog.stdlib.get_logger(__name__)

NEVER_CACHED = {"Cache-Control": "no-store"}


@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"}, headers=NEVER_CACHED)


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """The database answers too; 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as error:
        log.error("database does not answer", error=type(error).__name__)
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503, headers=NEVER_CACHED)
    return JsonResponse({"status": "ok", "database": "ok"}, headers=NEVER_CACHED)


app_name = "health"
urlpatterns = [
    path("live/", live, name="live"),
    path("ready/", ready, name="ready"),
]
