"""Client of the upstream service."""

import logging
from typing import Any, TypeVar

import httpx
from flask import Flask, current_app
from httpx_retries import Retry, RetryTransport
from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import BadGateway, GatewayTimeout

T = TypeVar("T")


def init_app(app: Flask) -> None:
    # Timeouts are not retried: a slow upstream would get slower.
    retry = Retry(
        total=2,
        allowed_methods=["GET"],
        status_forcelist=[502, 503, 504],
        retry_on_exceptions=[httpx.NetworkError, httpx.RemoteProtocolError],
        backoff_factor=0.1,
        max_backoff_wait=1,
    )
    limits = httpx.Limits(max_connections=20, max_keepalive_connections=10)
    app.extensions["upstream"] = httpx.Client(
        base_url=str(app.config["UPSTREAM_URL"]),
        timeout=app.config["UPSTREAM_TIMEOUT"],
        transport=RetryTransport(httpx.HTTPTransport(limits=limits), retry),
    )
    # httpx logs the URL of each request, which may contain a password.
    logging.getLogger("httpx").setLevel(logging.WARNING)


def get(path: str, model: type[T], **params: Any) -> T:
    """Return the response of the upstream as an instance of the model.

    Raise GatewayTimeout if the upstream does not respond in time, BadGateway if it fails or its response is not valid.
    """
    client: httpx.Client = current_app.extensions["upstream"]
    try:
        response = client.get(path, params=params)
        if response.is_success:
            return TypeAdapter(model).validate_json(response.content)
        # raise_for_status would put the URL, which may contain a password, into the log.
        reason = f"status {response.status_code}"
    except httpx.TimeoutException as error:
        current_app.logger.warning("The upstream did not respond to %s in time.", path)
        raise GatewayTimeout("The upstream did not respond in time.") from error
    except httpx.HTTPError as error:
        reason = type(error).__name__
    except ValidationError as error:
        reason = str(error.errors(include_input=False, include_url=False))
    current_app.logger.warning("The upstream failed on %s: %s", path, reason)
    raise BadGateway("The upstream failed.")


def is_reachable() -> bool:
    """Return whether the upstream responds without a server error. Do not retry, do not read the body."""
    client: httpx.Client = current_app.extensions["upstream"]
    try:
        with client.stream("GET", "/", timeout=2, extensions={"retry": Retry(total=0)}) as response:
            return response.status_code < 500
    except httpx.HTTPError:
        return False
