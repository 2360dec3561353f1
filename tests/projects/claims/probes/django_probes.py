"""The WSGI application of a Django project, with routes that only the claims need.

Each response has the number of its SQL statements, `X-Queries`. A request with the header `X-Race` finds that another
one has stored a record of the same name between its checks and its own INSERT or UPDATE.
"""

from importlib import import_module
from threading import local
from typing import Any, NoReturn

from config.wsgi import application as django_application
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

request_state = local()


def count(execute: Any, *arguments: Any) -> Any:
    """Count a statement."""
    request_state.queries = getattr(request_state, "queries", 0) + 1
    return execute(*arguments)


def count_statements(connection: Any, **_: Any) -> None:
    """Count the statements of a new connection."""
    if count not in connection.execute_wrappers:
        connection.execute_wrappers.append(count)


def race(sender: Any, instance: Any, **_: Any) -> None:
    """Store a record of the same name first."""
    if getattr(request_state, "race", False) and hasattr(instance, "name"):
        sender._base_manager.bulk_create([sender(name=instance.name)])


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer with the number of statements."""
    request_state.queries, request_state.race = 0, "HTTP_X_RACE" in environ

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        return start_response(status, [*headers, ("X-Queries", str(request_state.queries))], *error)

    return django_application(environ, start)


connection_created.connect(count_statements)
pre_save.connect(race)


def broken(_request: HttpRequest) -> NoReturn:
    """Fail."""
    raise RuntimeError("a secret of the inside")


def start_session(request: HttpRequest) -> HttpResponse:
    """Write something into the session."""
    request.session["visitor"] = "known"
    return HttpResponse("started")


def visitor(request: HttpRequest) -> JsonResponse:
    """Return what the application knows about the client."""
    return JsonResponse({"address": request.META["REMOTE_ADDR"], "scheme": request.scheme})


import_module(settings.ROOT_URLCONF).urlpatterns += [
    path("probes/broken/", broken),
    path("probes/session/", start_session),
    path("probes/visitor/", visitor),
]
