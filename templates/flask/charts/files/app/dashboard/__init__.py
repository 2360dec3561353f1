from datetime import timedelta

from flask import Flask

from app.dashboard.cache import FigureCache
from app.dashboard.routes import bp
from app.dashboard.sources import get_source


def init_app(app: Flask) -> None:
    app.extensions["dashboard"] = FigureCache(get_source(app.config), timedelta(seconds=app.config["SOURCE_TTL"]))
    app.register_blueprint(bp)
