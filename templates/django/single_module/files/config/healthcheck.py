"""Health checks for load balancers and monitoring."""

import logging
from collections.abc import Callable

from django import db
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 503 while the database is unavailable or a migration is pending."""
    try:
        executor = MigrationExecutor(db.connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except db.Error:
        logger.exception("The database is not available.")
        return JsonResponse({"status": "database unavailable"}, status=503)
    if pending:
        return JsonResponse({"status": "migrations are pending"}, status=503)
    return JsonResponse({"status": "ok"})


def health_check_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer health checks at any host name: they address the server by its IP address."""
    checks = {"/health/live/": live, "/health/ready/": ready}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return checks.get(request.path_info, get_response)(request)

    return middleware
