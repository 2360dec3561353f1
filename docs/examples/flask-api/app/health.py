"""Health checks for load balancers and monitoring."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db, migrate

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.after_request
def forbid_caching(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/live/")
def live() -> ResponseReturnValue:
    return {"status": "ok"}


@bp.get("/ready/")
def ready() -> ResponseReturnValue:
    """Answer 503 while the application cannot do its work."""
    try:
        pending = has_pending_migrations()
    except SQLAlchemyError as error:
        current_app.logger.error("The database is unavailable: %s", error.__cause__ or error)
        return {"status": "database unavailable"}, 503
    if pending:
        return {"status": "migrations pending"}, 503
    return {"status": "ok"}


def has_pending_migrations() -> bool:
    """Return whether the database is behind the code; it is ahead while a newer version is rolled out."""
    scripts = ScriptDirectory.from_config(migrate.get_config())
    known = {script.revision for script in scripts.walk_revisions()}
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return known.issuperset(current) and set(scripts.get_heads()) != set(current)
