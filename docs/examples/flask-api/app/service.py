"""The front door for other programs, and errors as problem details (RFC 9457)."""

from flask import Blueprint, Flask, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.api import errors as api_errors
from app.config import DESCRIPTION, TITLE

blueprint = Blueprint("service", __name__)


def init_app(app: Flask) -> None:
    """Give the application its front door and its errors."""
    app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, problem)


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """What the service is, and where it tells how it is."""
    return {
        "name": TITLE,
        "description": DESCRIPTION,
        "links": {"live": url_for("health.live"), "ready": url_for("health.ready")},
    }


def problem(error: HTTPException) -> ResponseReturnValue:
    """An error as problem details; its headers, like `Allow`, stay."""
    if request.path.startswith("/api/"):
        return api_errors.show_error(error)
    response = Response(status=error.code, headers=error.get_headers())
    response.data = jsonify(title=error.name, status=error.code).data
    response.content_type = "application/problem+json"
    return response
