"""One-time codes, each valid once, and the keys that encrypt their secrets in the database."""

import hashlib
import json
from base64 import urlsafe_b64encode
from typing import Any

from flask import session
from flask_security import Totp
from flask_security.recovery_codes import MfRecoveryCodesUtil
from passlib.exc import UsedTokenError
from sqlalchemy import ColumnElement, Text, cast, or_, update

from app.extensions import db
from app.users.models import User
from app.users.second_factor import SECOND_FACTOR_OF


class UsedOnce(Totp):
    """Codes of authenticator apps, each valid once."""

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Mark the codes up to this one as used; raise `UsedTokenError` if they are."""
        unused = or_(User.tf_last_counter.is_(None), User.tf_last_counter < tmatch.counter)
        if not change_if(user, unused, tf_last_counter=tmatch.counter):
            raise UsedTokenError

    def encrypted(self, key: str) -> str:
        """Return a base32 secret as it is stored."""
        return str(self._totp(key).to_json(encrypt=True))


class RecoveryCodesUsedOnce(MfRecoveryCodesUtil):
    """Recovery codes, each valid once."""

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Return whether a code is valid, and remove it."""
        stored = user.mf_recovery_codes or []
        left = [one for one in stored if self._decrypt_codes([one]) != [code]]
        unchanged = cast(User.mf_recovery_codes, Text) == json.dumps(stored)
        return len(left) < len(stored) and change_if(user, unchanged, mf_recovery_codes=left)

    def delete_recovery_code(self, _user: Any, _code: str) -> bool:
        """Do nothing: the check has removed it."""
        return True


def change_if(user: Any, condition: ColumnElement[bool], **values: Any) -> bool:
    """Update a user if the condition holds, and return whether it did: for one of several requests at once.

    That request's session then has proven the second factor.
    """
    person = update(User).where(User.id == user.id, condition)
    changed = db.session.execute(person.values(**values).returning(User.id)).first() is not None
    if changed:
        session[SECOND_FACTOR_OF] = user.id
    return changed


def secrets_for_second_factors(secret_key: str) -> dict[str, Any]:
    """Return the keys that encrypt second factors; with a new SECRET_KEY users have to set up theirs again."""
    key = urlsafe_b64encode(hashlib.sha256(b"second factors" + secret_key.encode()).digest())
    return {
        "SECURITY_TOTP_SECRETS": {"1": key.decode()},
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [key],
    }
