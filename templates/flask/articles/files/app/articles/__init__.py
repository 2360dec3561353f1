"""Articles: written and published at the desk, read by everybody."""

from flask import Flask

from app.articles import desk, public


def init_app(app: Flask) -> None:
    """Give the application its articles."""
    app.register_blueprint(public.blueprint)
    app.register_blueprint(desk.blueprint)
