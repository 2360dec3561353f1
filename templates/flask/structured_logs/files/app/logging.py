"""Structured logs, with a line for each request."""

import logging.config
import re
import sys
from time import perf_counter
from urllib.parse import quote
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

TOKEN = re.compile(r"(?<=/)[^/\s]{40,}")
"""A part of a path that may be a secret, such as the token of a reset link."""

log = structlog.stdlib.get_logger("app.request")


def hide_tokens(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Return the event without tokens: libraries log whole paths when something fails."""
    for key in ("event", "exception", "path"):
        if isinstance(event.get(key), str):
            event[key] = TOKEN.sub("…", event[key])
    return event


def configure(level: str, *, as_json: bool) -> None:
    """Send all log records through structlog to standard output, as JSON or as lines for people."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    # Tracebacks have no values of local variables, which may be secrets.
    renderers: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, hide_tokens, structlog.processors.JSONRenderer()]
        if as_json
        else [
            hide_tokens,
            structlog.dev.ConsoleRenderer(
                colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structlog": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
                }
            },
            "handlers": {
                "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "structlog"}
            },
            "loggers": {
                "alembic.runtime": {"level": "WARNING"},
                "gunicorn.error": {"handlers": [], "propagate": True},
                "werkzeug": {"level": "WARNING"},  # its line for each request has the query string
            },
            "root": {"handlers": ["stdout"], "level": level},
        }
    )


def init_app(app: Flask) -> None:
    configure(app.config["LOG_LEVEL"], as_json=app.config["APP_ENV"] == "production")
    app.before_request(start_request)
    app.after_request(log_request)


def start_request() -> None:
    g.request_started = perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=uuid4().hex)


def log_request(response: Response) -> Response:
    """Log the request, without its query string and percent-encoded, so that it cannot forge a line."""
    log.info(
        "request",
        method=request.method,
        path=quote(request.path),
        status=response.status_code,
        duration_ms=round((perf_counter() - g.request_started) * 1000, 1),
        client=request.remote_addr,
    )
    response.headers["X-Request-ID"] = structlog.contextvars.get_contextvars()["request_id"]
    return response
