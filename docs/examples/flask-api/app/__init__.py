"""Application factory."""

from apiflask import APIFlask
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import api, backup, extensions, security, seeds
from app.config import Settings, get_settings
from app.health import bp as health_bp
from app.service import bp as service_bp


def create_app(settings: Settings | None = None) -> Flask:
    """Create the application with the given settings, by default those of the environment."""
    settings = settings or get_settings()
    app = APIFlask(__name__, title=settings.SITE_TITLE, version="1.0", docs_path=None, spec_path="/api/openapi.json")
    app.config.from_object(settings)
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        TESTING=settings.APP_ENV == "test",
        DESCRIPTION=settings.SITE_DESCRIPTION,
        RATELIMIT_HEADERS_ENABLED=True,
        RATELIMIT_STORAGE_URI=settings.REDIS_URL or "memory://",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
        SQLALCHEMY_DATABASE_URI=settings.DATABASE_URL,
    )
    if hops := settings.TRUSTED_PROXY_COUNT:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]

    security.init_app(app)

    extensions.db.init_app(app)
    extensions.migrate.init_app(app, extensions.db)
    extensions.limiter.init_app(app)

    api.init_app(app)
    seeds.init_app(app)
    backup.init_app(app)

    app.register_blueprint(health_bp)
    app.register_blueprint(service_bp)
    return app
