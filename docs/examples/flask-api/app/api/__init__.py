"""The REST API, version 1, at `/api/v1/`; its documentation is at `/api/docs/`."""

from apiflask import APIFlask
from flask import Blueprint, current_app

from app.api import api_token, authors, books, docs, errors
from app.extensions import limiter

bp = Blueprint("api", __name__, url_prefix="/api/v1")
errors.init_app(bp)
bp.register_blueprint(authors.bp)
bp.register_blueprint(books.bp)
limiter.limit(lambda: f"{current_app.config['API_RATE']}/minute")(bp)


def init_app(app: APIFlask) -> None:
    docs.init_app(app)
    app.register_blueprint(bp)
    app.cli.add_command(api_token.cli)
