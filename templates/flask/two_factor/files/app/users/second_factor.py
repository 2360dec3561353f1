"""The second factor. A code is valid once, and a session records the secret whose code it has passed."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, flash, has_request_context, redirect, session
from flask.typing import ResponseReturnValue
from flask_security import (
    MfRecoveryCodesUtil,
    Totp,
    anonymous_user_required,
    current_user,
    tf_code_confirmed,
    tf_disabled,
    tf_profile_changed,
    url_for_security,
)
from passlib.exc import UsedTokenError
from passlib.totp import TotpMatch
from sqlalchemy import ColumnElement, update

from app.extensions import db

if TYPE_CHECKING:
    from app.users.models import User

SESSION_KEY = "second_factor"


def init_app(app: Flask) -> None:
    app.before_request(end_session_without_second_factor)
    app.after_request(redirect_to_set_up)
    tf_disabled.connect(remove_recovery_codes, app)
    tf_profile_changed.connect(remove_recovery_codes, app)
    # Flask-Security would log out a user who is logged in and opens this page.
    view = app.view_functions["security.two_factor_token_validation"]
    app.view_functions["security.two_factor_token_validation"] = anonymous_user_required(view)


def derive_keys(secret_key: str) -> dict[str, Any]:
    """Return the keys that encrypt second factors. A new SECRET_KEY makes users set up theirs again."""
    key = urlsafe_b64encode(hashlib.sha256(b"second factors" + secret_key.encode()).digest())
    return {"SECURITY_TOTP_SECRETS": {"1": key.decode()}, "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [key]}


def is_set_up(user: User) -> bool:
    return bool(user.tf_primary_method and user.tf_totp_secret)


def is_passed(user: User) -> bool:
    """Return whether the session has passed the second factor that the user has now."""
    return is_set_up(user) and session.get(SESSION_KEY) == fingerprint(user.tf_totp_secret)


def is_missing(user: User) -> bool:
    """Return whether the session is the user's, and has not passed the second factor."""
    return has_request_context() and session.get("_user_id") == user.fs_uniquifier and not is_passed(user)


def record(secret: str | None) -> None:
    session[SESSION_KEY] = fingerprint(secret)


def fingerprint(secret: str | None) -> str:
    return hashlib.sha256((secret or "").encode()).hexdigest()


def end_session_without_second_factor() -> ResponseReturnValue | None:
    """End a session that lacks the second factor of its user: it could replace the second factor."""
    if not (current_user.is_authenticated and is_set_up(current_user) and is_missing(current_user)):
        return None
    session.clear()
    response: ResponseReturnValue = current_app.extensions["security"].login_manager.unauthorized()
    return response


def redirect_to_set_up(response: Response) -> Response:
    """Redirect users from a page that refuses them, because their roles do not count yet, to the set-up."""
    if response.status_code != HTTPStatus.FORBIDDEN or response.mimetype != "text/html":
        return response
    if not current_user.is_authenticated or current_user.roles == current_user.assigned_roles:
        return response
    flash("Your role needs a second factor. Please set it up first.", "info")
    return current_app.make_response(redirect(url_for_security("two_factor_setup")))


def remove_recovery_codes(_: Flask, user: User, **_kwargs: Any) -> None:
    current_app.extensions["security"].datastore.mf_set_recovery_codes(user, None)


def update_user(user: User, *conditions: ColumnElement[bool], **values: Any) -> bool:
    """Update the user if the conditions still hold, and return whether they did.

    The database decides which of several parallel requests succeeds.
    """
    model = current_app.extensions["security"].datastore.user_model
    statement = update(model).where(model.id == user.id, *conditions).values(**values).returning(model.id)
    return db.session.execute(statement).first() is not None


class OneTimeTotp(Totp):
    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Verify a code and record it in the session.

        A user who is logged in verifies the secret that this session sets up. Everyone else verifies the secret of
        the account, never one that an earlier user of the session has left behind.
        """
        expected = session.get("tf_totp_secret") if current_user.is_authenticated else user.tf_totp_secret
        if totp_secret != expected or not super().verify_totp(token, totp_secret, user, window):
            return False
        record(totp_secret)
        return True

    def get_last_counter(self, user: Any) -> int:
        return int(user.tf_last_counter)

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        counter = tmatch.counter
        if not update_user(user, user.__class__.tf_last_counter < counter, tf_last_counter=counter):
            raise UsedTokenError


class OneTimeRecoveryCodes(MfRecoveryCodesUtil):
    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Remove the code, record it in the session, and return whether it was valid."""
        stored = list(user.mf_recovery_codes or [])
        remaining = [item for item in stored if self._decrypt_codes([item]) != [code]]
        unchanged = user.__class__.mf_recovery_codes == stored
        if remaining == stored or not update_user(user, unchanged, mf_recovery_codes=remaining):
            user.track_failed_authn("recovery code", True)
            return False
        record(user.tf_totp_secret)
        tf_code_confirmed.send(current_app._get_current_object(), user=user, method="recovery code")  # type: ignore[attr-defined]
        return True

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        return True  # check_recovery_code has removed it
