"""A process: requests for money, which somebody else approves, in an organisation of departments."""

from flask import Flask

from app.processes import departments, views


def init_app(app: Flask) -> None:
    """Give the application its requests."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(departments.blueprint)
