"""The contact form, and what came in by it."""

from flask import Flask

from app.contact import commands, views


def init_app(app: Flask) -> None:
    """Give the application its form, and the command that lists the messages."""
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.messages)
