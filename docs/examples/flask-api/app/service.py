"""The front page, and errors as problem details (RFC 9457)."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app import api

bp = Blueprint("service", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    return redirect(url_for("docs.show_docs"))


@bp.app_errorhandler(HTTPException)
def problem(error: HTTPException) -> ResponseReturnValue:
    """Return the error as problem details, with its headers, such as `Allow`."""
    if request.path.startswith("/api/"):
        return api.show_error(error)
    headers = dict(error.get_headers()) | {"Content-Type": "application/problem+json"}
    return {"title": error.name, "status": error.code}, error.code or 500, headers
