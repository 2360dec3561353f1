from flask import Flask

from app.articles import editorial, routes


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.bp)
    app.register_blueprint(editorial.bp)
