"""The secrets of second factors: encrypted with the application's own, and each code good for once."""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

from flask_security import Totp


class UsedOnce(Totp):
    """Codes of authenticator apps, none of which opens twice."""

    def get_last_counter(self, user: Any) -> int | None:
        """The half-minute whose code the person used last."""
        counter: int | None = user.tf_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember the half-minute of a code that was right."""
        user.tf_last_counter = tmatch.counter

    def encrypted(self, key: str) -> str:
        """A secret that is known already (base32), as it lies in the database."""
        return str(self._totp(key).to_json(encrypt=True))


def secrets_for_second_factors(secret_key: str) -> dict[str, Any]:
    """The settings that encrypt second factors in the database. With a new secret key people have to set up theirs anew."""
    key = urlsafe_b64encode(hashlib.sha256(b"second factors" + secret_key.encode()).digest())
    return {
        "SECURITY_TOTP_SECRETS": {"1": key.decode()},
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [key],
    }
