"""What goes wrong with the API, told to programs as problem details (RFC 9457)."""

from collections.abc import Iterable, Mapping

from flask import Response, jsonify
from werkzeug.exceptions import BadRequest, HTTPException, UnprocessableEntity
from werkzeug.http import HTTP_STATUS_CODES

Errors = Mapping[str, str]
"""What is wrong with each field, or with each parameter."""


class ParametersRefused(BadRequest):
    """Parameters of a question that make no sense."""

    def __init__(self, errors: Errors) -> None:
        super().__init__("These parameters make no sense.")
        self.errors = errors


class FieldsRefused(UnprocessableEntity):
    """Values of a record that cannot be taken."""

    def __init__(self, errors: Errors) -> None:
        super().__init__("These values cannot be taken.")
        self.errors = errors


def problem(error: HTTPException) -> Response:
    """An error as problem details; its headers, like `Allow`, stay."""
    status = error.code or 500
    told: dict[str, object] = {
        "type": "about:blank",
        "title": HTTP_STATUS_CODES[status],
        "status": status,
        "detail": error.description or HTTP_STATUS_CODES[status],
    }
    if isinstance(error, ParametersRefused | FieldsRefused):
        told["errors"] = [{"field": field, "message": message} for field, message in error.errors.items()]
    response = Response(status=status, headers=without_type(error.get_headers()))
    response.data = jsonify(told).data
    response.content_type = "application/problem+json"
    return response


def without_type(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of an error, but for the type of a page in HTML."""
    return [(name, value) for name, value in headers if name != "Content-Type"]
