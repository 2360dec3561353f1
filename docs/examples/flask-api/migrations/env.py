"""Alembic environment, used by `flask db`."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.rewriter import Rewriter
from alembic.migration import MigrationContext
from alembic.operations import ops
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import TypeDecorator

from app.extensions import db

rewriter = Rewriter()


@rewriter.rewrites(ops.AddColumnOp)
def require_server_default(_: MigrationContext, __: Any, op: ops.AddColumnOp) -> ops.AddColumnOp:
    """Refuse a required column without a server default: it fails on a table that has rows."""
    if not op.column.nullable and op.column.server_default is None:
        raise CommandError(
            f"{op.table_name}.{op.column.name} is NOT NULL and has no server_default. "
            "Existing rows need a value: add server_default to the column, or make it nullable."
        )
    return op


def render_item(kind: str, item: object, _: object) -> str | Literal[False]:
    """Return a column type as the database's own type, since ours may change later."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


def drop_empty_migration(_: MigrationContext, __: Any, scripts: list[ops.MigrationScript]) -> None:
    autogenerate = getattr(context.config.cmd_opts, "autogenerate", False)
    if autogenerate and scripts[0].upgrade_ops and scripts[0].upgrade_ops.is_empty():
        scripts.clear()


def run_migrations(**options: Any) -> None:
    context.configure(
        target_metadata=db.metadata,
        render_item=render_item,
        process_revision_directives=rewriter.chain(drop_empty_migration),
        **current_app.extensions["migrate"].configure_args,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_migrations(url=db.engine.url, literal_binds=True)
else:
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # SQLite changes a table by copying it. Dropping the old table must not delete the
            # rows that refer to it.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.commit()
            connection.detach()  # closed at the end, not returned to the pool
        run_migrations(connection=connection)
