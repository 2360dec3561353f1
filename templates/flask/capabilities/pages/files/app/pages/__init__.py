"""Pages for people: the layout, the home page and the pages that tell of an error."""

from bootstrap_wrapper import get_bootstrap_dir
from flask import Blueprint, Flask, Response, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.environment import DESCRIPTION, TITLE

ERRORS = {
    400: ("This request makes no sense", "The address or the form was not what we expected."),
    403: ("You may not see this", "Perhaps you have to log in, or to load the page again."),
    404: ("There is no such page", "It may have moved, or the address has a slip in it."),
    405: ("This does not work here", "The page cannot be used in this way."),
    500: ("Something went wrong", "It is our fault, and it has been noted. Please try again later."),
}
"""Heading and sentence by status."""

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static")


def init_app(app: Flask) -> None:
    """Give the application its pages."""
    app.jinja_env.globals.update(site_title=TITLE, site_description=DESCRIPTION)
    app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, error_page)


@blueprint.get("/")
def home() -> str:
    """The front door."""
    return render_template("pages/home.html")


@blueprint.get("/static/bootstrap/<path:filename>")
def bootstrap(filename: str) -> Response:
    """A file of Bootstrap's."""
    return send_from_directory(get_bootstrap_dir(), filename)


def error_page(error: HTTPException) -> ResponseReturnValue:
    """An error in the look of the site; its headers, like `Allow`, stay."""
    heading, sentence = ERRORS.get(error.code or 500, (error.name, error.description))
    page = render_template("pages/error.html", heading=heading, sentence=sentence, status=error.code)
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return page, error.code or 500, headers
