"""Keys: what devices show to be known. The database has their hashes, so that nobody can read a key there."""

import secrets
from hashlib import sha256

BEGINNING = "dev_"
SHOWN = 12
"""How many characters of a key are kept, to know it again."""


def new_secret() -> str:
    """A key that nobody guesses."""
    return BEGINNING + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What the database has of a key; it is random enough to need no salt."""
    return sha256(secret.encode()).hexdigest()


def shown_in(header: str) -> str:
    """The key in the header `Authorization: Bearer dev_…`; an empty one where there is none."""
    scheme, _, secret = header.partition(" ")
    return secret if scheme.lower() == "bearer" else ""
