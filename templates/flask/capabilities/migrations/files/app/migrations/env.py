"""What Alembic runs for each `flask db …`: the migrations, on the database of the application."""

from alembic import context
from flask import current_app

from app.database import db

with db.engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=db.metadata, **current_app.extensions["migrate"].configure_args
    )
    with context.begin_transaction():
        context.run_migrations()
