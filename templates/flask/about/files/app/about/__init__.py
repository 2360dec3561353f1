"""The page about the site, and how a page is added: a view, a template, and a link in the layout."""

from flask import Blueprint, Flask, render_template

blueprint = Blueprint("about", __name__, url_prefix="/about", template_folder="templates")


def init_app(app: Flask) -> None:
    """Give the application the page."""
    app.register_blueprint(blueprint)


@blueprint.get("/")
def index() -> str:
    """Who we are."""
    return render_template("about/index.html")
