"""Two questions that a load balancer asks: is the process alive, and can it do its work."""

import structlog
from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.database import db

blueprint = Blueprint("health", __name__, url_prefix="/health")
log = structlog.stdlib.get_logger(__name__)


def init_app(app: Flask) -> None:
    """Give the application its health endpoints."""
    app.register_blueprint(blueprint)


@blueprint.get("/live/")
def live() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}, {"Cache-Control": "no-store"}


@blueprint.get("/ready/")
def ready() -> ResponseReturnValue:
    """The database answers too; 503 where it does not."""
    try:
        db.session.execute(text("select 1"))
    except SQLAlchemyError as error:
        log.error("database does not answer", error=type(error).__name__)
        return {"status": "unavailable", "database": "does not answer"}, 503, {"Cache-Control": "no-store"}
    return {"status": "ok", "database": "ok"}, {"Cache-Control": "no-store"}
