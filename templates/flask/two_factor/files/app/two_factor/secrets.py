"""The secrets of second factors: encrypted with the application's own, and each code good for once."""

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
    """Codes of authenticator apps, none of which opens twice."""

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Use up the codes up to this half-minute; raise `UsedTokenError` where they have been used already."""
        unused = or_(User.tf_last_counter.is_(None), User.tf_last_counter < tmatch.counter)
        if not change_if(user, unused, tf_last_counter=tmatch.counter):
            raise UsedTokenError

    def encrypted(self, key: str) -> str:
        """A secret that is known already (base32), as it lies in the database."""
        return str(self._totp(key).to_json(encrypt=True))


class RecoveryCodesUsedOnce(MfRecoveryCodesUtil):
    """Recovery codes, none of which opens twice."""

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Return whether a code is one of the person's, and use it up."""
        stored = user.mf_recovery_codes or []
        left = [one for one in stored if self._decrypt_codes([one]) != [code]]
        unchanged = cast(User.mf_recovery_codes, Text) == json.dumps(stored)
        return len(left) < len(stored) and change_if(user, unchanged, mf_recovery_codes=left)

    def delete_recovery_code(self, _user: Any, _code: str) -> bool:
        """Do nothing: the check has used it up."""
        return True


def change_if(user: Any, condition: ColumnElement[bool], **values: Any) -> bool:
    """Change a person in the database, and return whether the condition held: for one of several requests at once.

    The session of that request has shown a second factor of this person.
    """
    person = update(User).where(User.id == user.id, condition)
    changed = db.session.execute(person.values(**values).returning(User.id)).first() is not None
    if changed:
        session[SECOND_FACTOR_OF] = user.id
    return changed


def secrets_for_second_factors(secret_key: str) -> dict[str, Any]:
    """The settings that encrypt second factors in the database. With a new secret key people have to set up theirs anew."""
    key = urlsafe_b64encode(hashlib.sha256(b"second factors" + secret_key.encode()).digest())
    return {
        "SECURITY_TOTP_SECRETS": {"1": key.decode()},
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [key],
    }
