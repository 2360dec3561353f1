"""What Alembic runs for each `flask db …`: the migrations, on the database of the application."""

from alembic import context
from flask import current_app

from app.database import db

with db.engine.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # A table is changed by making it anew: the rows that refer to it must not go with the old one.
        connection.exec_driver_sql("pragma foreign_keys = off")
        connection.commit()
    context.configure(
        connection=connection, target_metadata=db.metadata, **current_app.extensions["migrate"].configure_args
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        connection.exec_driver_sql("pragma foreign_keys = on")
