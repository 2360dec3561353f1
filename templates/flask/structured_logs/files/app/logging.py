"""Structured logs, with a line for each request."""

import logging
import re
import sys
from time import perf_counter
from urllib.parse import quote
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

TOKEN = re.compile(r"(?<=/)[^/\s]{40,}")
"""A part of a path that may be a secret, such as the token of a reset link."""

PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]

log = structlog.stdlib.get_logger("app.request")


def hide_tokens(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Return the event without tokens: libraries log whole paths when something fails."""
    for key in ("event", "exception", "path"):
        if isinstance(event.get(key), str):
            event[key] = TOKEN.sub("…", event[key])
    return event


def configure(level: str, *, as_json: bool) -> None:
    """Send all log records through structlog to standard output, as JSON or as lines for people."""
    structlog.configure(
        processors=[*PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    # Tracebacks have no values of local variables, which may be secrets.
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=PROCESSORS,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            hide_tokens,
            structlog.processors.JSONRenderer() if as_json else console,
        ],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("alembic.runtime").setLevel("WARNING")
    logging.getLogger("werkzeug").setLevel("WARNING")  # its line for each request has the query string
    gunicorn = logging.getLogger("gunicorn.error")
    gunicorn.handlers.clear()
    gunicorn.propagate = True


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
