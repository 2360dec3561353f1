"""Single sign-on with an OpenID Connect provider."""

import secrets
from datetime import UTC, datetime
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, abort, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_security import hash_password, login_user
from requests import RequestException
from sqlalchemy import select

from app.extensions import db
from app.users.models import User, user_datastore

blueprint = Blueprint("sso", __name__, url_prefix="/accounts/sso")


def init_app(app: Flask) -> None:
    oauth = OAuth(app)
    oauth.register(
        "provider",
        client_id=app.config["OIDC_CLIENT_ID"],
        client_secret=app.config["OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{app.config['OIDC_ISSUER'].rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": 10},
    )
    app.jinja_env.globals["sso_is_offered"] = bool(app.config["OIDC_ISSUER"])
    app.register_blueprint(blueprint)


@blueprint.before_request
def check_provider() -> None:
    if not current_app.config["OIDC_ISSUER"]:
        abort(404)


@blueprint.get("/login/")
def login() -> ResponseReturnValue:
    """Redirect to the provider."""
    try:
        way: ResponseReturnValue = provider().authorize_redirect(url_for("sso.callback", _external=True))
    except RequestException:
        return refused("The provider does not answer. Please try again later.")
    return way


@blueprint.get("/login/callback/")
def callback() -> ResponseReturnValue:
    """Log in the user who comes back from the provider."""
    try:
        told = provider().authorize_access_token()["userinfo"]
    except (OAuthError, RequestException):
        return refused("The provider did not say who you are. Please try again.")
    if told.get("email_verified") is not True or not told.get("email"):
        return refused("The provider has not checked your e-mail.")
    person = account_of(told["email"].lower(), told.get("name") or "")
    if not person.active:
        return refused("This account is closed.")
    second_factor = current_app.extensions["security"].two_factor_plugins.tf_enter(person, False, "sso", None)
    if second_factor is None:
        login_user(person, authn_via=["sso"])
    db.session.commit()
    answer: ResponseReturnValue = second_factor or redirect(url_for("users.profile"))
    return answer


def account_of(email: str, name: str) -> User:
    """Return the account of a verified address, and create it if there is none.

    An account that is not confirmed yet may be someone else's: its password is replaced.
    """
    person = db.session.scalars(select(User).where(User.email == email)).one_or_none()
    if person and person.confirmed_at:
        return person
    unknown = hash_password(secrets.token_urlsafe(32))
    if person is None:
        return user_datastore.create_user(
            email=email, name=name[:150], password=unknown, confirmed_at=datetime.now(UTC)
        )
    person.password, person.confirmed_at = unknown, datetime.now(UTC)
    return person


def provider() -> Any:
    return current_app.extensions["authlib.integrations.flask_client"].provider


def refused(why: str) -> ResponseReturnValue:
    """Redirect to the log-in with the reason."""
    flash(why, "error")
    return redirect(url_for("security.login"))
