"""Client of the upstream service."""

import logging
from functools import cache
from http import HTTPStatus
from typing import Any, TypeVar

import httpx
import httpx_retries
from django.conf import settings
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")

logger = logging.getLogger(__name__)
# httpx logs the URL of each request, which may contain a password.
logging.getLogger("httpx").setLevel(logging.WARNING)


class UpstreamError(Exception):
    """The upstream failed, or its response is not valid."""

    status = HTTPStatus.BAD_GATEWAY


class UpstreamTimeoutError(UpstreamError):
    """The upstream did not respond in time."""

    status = HTTPStatus.GATEWAY_TIMEOUT


@cache
def get_client() -> httpx.Client:
    # Timeouts are not retried: a slow upstream would get slower.
    retry = httpx_retries.Retry(
        total=2,
        allowed_methods=["GET"],
        status_forcelist=[502, 503, 504],
        retry_on_exceptions=[httpx.NetworkError, httpx.RemoteProtocolError],
        backoff_factor=0.1,
        max_backoff_wait=1,
    )
    limits = httpx.Limits(max_connections=20, max_keepalive_connections=10)
    transport = httpx_retries.RetryTransport(httpx.HTTPTransport(limits=limits), retry)
    return httpx.Client(base_url=settings.UPSTREAM_URL, timeout=settings.UPSTREAM_TIMEOUT, transport=transport)


def get(path: str, model: type[T], **params: Any) -> T:
    """Return the response of the upstream as an instance of the model, or raise `UpstreamError`."""
    try:
        response = get_client().get(path, params=params)
        if response.is_success:
            return TypeAdapter(model).validate_json(response.content)
        # raise_for_status would put the URL, which may contain a password, into the log.
        reason = f"status {response.status_code}"
    except httpx.TimeoutException as error:
        logger.warning("The upstream did not respond to %s in time.", path)
        raise UpstreamTimeoutError from error
    except httpx.HTTPError as error:
        reason = type(error).__name__
    except ValidationError as error:
        reason = str(error.errors(include_input=False, include_url=False))
    logger.warning("The upstream failed on %s: %s", path, reason)
    raise UpstreamError


def is_reachable() -> bool:
    """Return whether the upstream responds without a server error. Do not retry, do not read the body."""
    try:
        with httpx.stream("GET", settings.UPSTREAM_URL, timeout=2) as response:
            return response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    except httpx.HTTPError:
        return False
