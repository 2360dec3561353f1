"""The database: `db` is what models and views import."""

import sqlite3
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """What all models have in common: the names of their constraints, without which a migration cannot change them."""

    metadata = MetaData(
        naming_convention={
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


def init_app(app: Flask) -> None:
    """Give the application its database."""
    db.init_app(app)


@event.listens_for(Engine, "connect")
def set_up_sqlite(connection: Any, _record: object) -> None:
    """Have SQLite keep foreign keys, let readers go on beside a writer, and wait for its turn."""
    if isinstance(connection, sqlite3.Connection):
        for pragma in ("foreign_keys = on", "journal_mode = wal", "synchronous = normal", "busy_timeout = 5000"):
            connection.execute(f"pragma {pragma}")
