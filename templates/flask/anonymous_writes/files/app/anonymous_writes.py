"""Whether visitors who are not signed in may write records."""

from flask import current_app


def can_write_anonymously() -> bool:
    """Return whether the settings allow visitors to write; by default they do not in production."""
    return bool(current_app.config["ALLOW_ANONYMOUS_WRITES"])


def anonymous_writes_are_refused() -> str:
    """Anonymous visitors cannot write records."""
    if not can_write_anonymously():
        return ""
    return "ALLOW_ANONYMOUS_WRITES is true: everybody who reaches the application may change and delete records."
