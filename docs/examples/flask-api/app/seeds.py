"""The command `flask seed` loads demo data."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.demo_data import add_demo_data
from app.health import has_pending_migrations


def init_app(app: Flask) -> None:
    app.cli.add_command(seed)


@click.command()
@with_appcontext
def seed() -> None:
    """Load demo data."""
    if current_app.config["APP_ENV"] == "production":
        raise click.ClickException("APP_ENV is production: demo data is for development.")
    if has_pending_migrations():
        raise click.ClickException("Migrations are pending: run `uv run poe migrate` first.")
    click.echo(add_demo_data())
