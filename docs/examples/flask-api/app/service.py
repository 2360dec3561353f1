"""The index of the service, and errors as problem details (RFC 9457)."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app import api
from app.config import DESCRIPTION, TITLE

bp = Blueprint("service", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    return {
        "name": TITLE,
        "description": DESCRIPTION,
        "links": {"live": url_for("health.live"), "ready": url_for("health.ready")},
    }


@bp.app_errorhandler(HTTPException)
def problem(error: HTTPException) -> ResponseReturnValue:
    """Return the error as problem details, with its headers, such as `Allow`."""
    if request.path.startswith("/api/"):
        return api.show_error(error)
    headers = dict(error.get_headers()) | {"Content-Type": "application/problem+json"}
    return {"title": error.name, "status": error.code}, error.code or 500, headers
