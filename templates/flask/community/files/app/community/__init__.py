"""A community: profiles, posts, following, blocking, and the moderators who look at what is reported."""

from flask import Blueprint, Flask

from app.community import feed, me, moderation, posts, profiles

blueprint = Blueprint("community", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Give the application its community."""
    app.register_blueprint(blueprint)
    for part in (feed, me, moderation, posts, profiles):
        app.register_blueprint(part.blueprint)
