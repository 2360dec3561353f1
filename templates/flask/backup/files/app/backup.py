import sqlite3
from contextlib import closing
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from app.extensions import db


def init_app(app: Flask) -> None:
    app.cli.add_command(backup)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--restore", is_flag=True, help="Replace the database by FILE.")
@with_appcontext
def backup(file: str, *, restore: bool) -> None:
    """Copy the SQLite database to FILE."""
    if not (database := db.engine.url.database) or db.engine.name != "sqlite":
        raise click.ClickException("The database is not a SQLite file. For PostgreSQL, use pg_dump and pg_restore.")
    if restore and not (Path(file).is_file() and Path(file).stat().st_size):
        raise click.ClickException(f"{file} is not a backup.")
    source, target = (file, database) if restore else (database, file)
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except sqlite3.Error as error:
        raise click.ClickException(f"{source} cannot be copied to {target}: {error}.") from None
