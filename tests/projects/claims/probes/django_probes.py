"""The WSGI application of a Django project, with routes that only the claims need."""

from importlib import import_module
from typing import NoReturn

from config.wsgi import application as application
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path


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
