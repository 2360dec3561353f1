"""Structured logs, with a line for each request."""

import re
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponseBase

TOKEN = re.compile(r"(?<=/)[^/\s]{40,}")
"""A part of a path that may be a secret, such as the token of a reset link."""

PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]

structlog.configure(
    processors=[*PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
)

log = structlog.stdlib.get_logger("config.request")


def hide_tokens(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Return the event without tokens: libraries log whole paths when something fails."""
    for key in ("event", "exception", "path"):
        if isinstance(event.get(key), str):
            event[key] = TOKEN.sub("…", event[key])
    return event


def get_logging(level: str, *, as_json: bool) -> dict[str, Any]:
    """Return LOGGING: all log records go through structlog to standard output, as JSON or as lines for people."""
    # Tracebacks have no values of local variables, which may be secrets.
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": PROCESSORS,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            hide_tokens,
            structlog.processors.JSONRenderer() if as_json else console,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": formatter},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "structured"}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},  # replaces Django's handlers by the root's
            "django.request": {"level": "ERROR"},  # the request has its line
            "django.security.DisallowedHost": {"propagate": False},
            "django.server": {"handlers": [], "level": "ERROR"},  # its line for each request has the query string
            "gunicorn.error": {"handlers": [], "propagate": True},
        },
    }


def request_log(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Log each request, without its query string and percent-encoded, so that it cannot forge a line."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        started, request_id = perf_counter(), uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = get_response(request)
            log.info(
                "request",
                method=quote(request.method or ""),
                path=quote(request.path),
                status=response.status_code,
                duration_ms=round((perf_counter() - started) * 1000, 1),
                client=request.META.get("REMOTE_ADDR"),
            )
        response.headers["X-Request-ID"] = request_id
        return response

    return middleware
