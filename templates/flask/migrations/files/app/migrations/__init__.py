"""How the tables came to be what they are: `flask db`, and the files in `versions/`."""

import logging
from pathlib import Path
from typing import Literal

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import TypeDecorator
from sqlalchemy.exc import SQLAlchemyError

from app.database import db

FOLDER = Path(__file__).parent


def without_our_types(kind: str, item: object, _context: object) -> str | Literal[False]:
    """How a column is written in a migration: with the database's type, not with ours that may change or go."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


migrate = Migrate(directory=str(FOLDER), render_as_batch=True, render_item=without_our_types)


def init_app(app: Flask) -> None:
    """Give the application the command `db`, which tells of what it changes and of nothing else."""
    migrate.init_app(app, db)
    logging.getLogger("alembic.runtime.migration").addFilter(lambda record: "Running" in record.getMessage())


def migrations_are_applied() -> str:
    """The database is up to date with the models."""
    try:
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError:
        return "The database does not answer; see above."
    waiting = list(ScriptDirectory(FOLDER).iterate_revisions("heads", current))
    return f"Waiting: {len(waiting)}. Run `uv run poe migrate`." if waiting else ""
