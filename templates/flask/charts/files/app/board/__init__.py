"""The board: figures of another source, as charts."""

from flask import Flask

from app.board.views import blueprint


def init_app(app: Flask) -> None:
    """Give the application its board."""
    app.register_blueprint(blueprint)
