"""Forms are taken from our own pages alone: every request that changes something carries a token of its session."""

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden

from app.pages import error_page

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Have the application refuse what did not come from a page of its own."""
    csrf.init_app(app)
    app.register_error_handler(CSRFError, refused)


def refused(_error: CSRFError) -> ResponseReturnValue:
    """The page for a form that did not come from this site."""
    return error_page(Forbidden())


def forms_are_protected() -> str:
    """Forms of other sites are refused."""
    return "" if current_app.config["WTF_CSRF_ENABLED"] else "Do not say WTF_CSRF_ENABLED=False in create_app."
