"""What the application writes to its log: JSON in production, lines for people elsewhere, always on standard output."""

import logging.config
import re
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

import structlog

from app.config import Settings

if TYPE_CHECKING:
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]

SAFE_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")

TOKEN = re.compile(r"(?<=/)[^/\s]{40,}")
"""A part of a path that may be a secret, such as the one in a link to a new password; an id is shorter."""

SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
"""What every line is given, whoever writes it."""

log = structlog.stdlib.get_logger("app.requests")


def hide_tokens(_logger: object, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The line without what may be secret in a path: libraries write whole paths when something goes wrong."""
    for part in ("event", "exception", "path"):
        if isinstance(line.get(part), str):
            line[part] = TOKEN.sub("…", line[part])
    return line


def configure_logging(environment: Settings) -> None:
    """Send everything that is logged, by us and by the libraries, through one format to standard output."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.config.dictConfig(log_settings(environment))


def log_settings(environment: Settings) -> dict[str, Any]:
    """The settings of the standard library's loggers, as `dictConfig` takes them."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(environment)],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": formatter},
        "handlers": {
            "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "structured"}
        },
        "root": {"handlers": ["stdout"], "level": environment.LOG_LEVEL},
    }


def _rendering(environment: Settings) -> list[structlog.typing.Processor]:
    if environment.is_production:
        return [structlog.processors.format_exc_info, hide_tokens, structlog.processors.JSONRenderer()]
    # Tracebacks without the values of local variables: those may be secrets.
    return [
        hide_tokens,
        structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback),
    ]


class RequestLog:
    """WSGI middleware that writes one line for each request, and gives the request an id.

    Neither the query string nor a header is written, nor a long part of the path, as all of them may carry secrets. The
    path is percent-encoded, so that no request can start a line of its own.
    """

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The application's answer, with the id in the header `X-Request-ID`."""
        request_id = _request_id(environ)
        path = quote(environ.get("PATH_INFO", ""), encoding="latin-1")  # before the application touches it
        started = time.perf_counter()
        status = 500

        def start(
            answer: str,
            headers: list[tuple[str, str]],
            error: "ExcInfo | None" = None,
            /,
        ) -> Any:
            nonlocal status
            status = int(answer.split(" ", 1)[0])
            return start_response(answer, [*headers, ("X-Request-ID", request_id)], error)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                return self.application(environ, start)
            finally:
                log.info(
                    "request",
                    method=quote(environ["REQUEST_METHOD"]),
                    path=path,
                    status=status,
                    duration_ms=round((time.perf_counter() - started) * 1000, 1),
                    client=environ.get("REMOTE_ADDR", ""),
                )


def _request_id(environ: "WSGIEnvironment") -> str:
    """The id that a proxy gave the request, where it is a harmless one, else a new one."""
    given = str(environ.get("HTTP_X_REQUEST_ID", ""))
    return given if SAFE_REQUEST_ID.fullmatch(given) else uuid4().hex
