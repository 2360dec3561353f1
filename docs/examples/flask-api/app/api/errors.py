"""Errors in JSON, in the form of APIFlask."""

from flask import Blueprint, json
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response


def init_app(bp: Blueprint) -> None:
    bp.register_error_handler(HTTPException, show_error)
    bp.register_error_handler(IntegrityError, show_conflict)
    for error in (DataError, OverflowError, RecursionError, UnicodeError):  # what a database or JSON cannot hold
        bp.register_error_handler(error, show_bad_value)


def show_error(error: HTTPException) -> Response:
    response = error.get_response()  # keeps headers such as Allow and Retry-After
    response.set_data(json.dumps({"message": error.name, "detail": {}}))
    response.content_type = "application/json"
    return response


def show_conflict(_: IntegrityError) -> ResponseReturnValue:
    return {"message": "The data conflicts with other records.", "detail": {}}, 409


def show_bad_value(_: Exception) -> ResponseReturnValue:
    return {"message": "A value is out of range.", "detail": {}}, 400
