"""The REST API, version 1, at `/api/v1/`; its documentation is at `/api/docs/`."""

from apiflask import APIFlask
from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, IntegrityError
from werkzeug.exceptions import HTTPException

from app.api import auth, authors, books, docs
from app.extensions import limiter

bp = Blueprint("api", __name__, url_prefix="/api/v1")
bp.register_blueprint(authors.bp)
bp.register_blueprint(books.bp)
limiter.limit(lambda: f"{current_app.config['API_RATE']}/minute")(bp)


def init_app(app: APIFlask) -> None:
    app.register_blueprint(docs.bp)
    app.register_blueprint(bp)
    app.spec_processor(docs.add_errors)
    app.cli.add_command(auth.cli)


@bp.before_request
def check_request() -> None:
    if request.content_length and request.mimetype not in {"application/json", "multipart/form-data"}:
        abort(415)
    if any(len(values) > 1 for values in request.args.listvalues()):
        abort(400)


@bp.errorhandler(HTTPException)
def show_error(error: HTTPException) -> ResponseReturnValue:
    """Return the error in the form of APIFlask, with headers such as Allow and Retry-After."""
    headers = dict(error.get_headers()) | {"Content-Type": "application/json"}
    return {"message": error.name, "detail": {}}, error.code or 500, headers


@bp.errorhandler(IntegrityError)
def show_conflict(_: IntegrityError) -> ResponseReturnValue:
    return {"message": "The data conflicts with other records.", "detail": {}}, 409


@bp.errorhandler(DataError)
@bp.errorhandler(OverflowError)
@bp.errorhandler(RecursionError)
@bp.errorhandler(UnicodeError)
def show_bad_value(_: Exception) -> ResponseReturnValue:
    return {"message": "A value is out of range.", "detail": {}}, 400
