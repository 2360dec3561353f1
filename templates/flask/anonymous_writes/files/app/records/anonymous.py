"""Whether visitors who are not signed in may write records."""

from flask import current_app


def may_write_anonymously() -> bool:
    """Return whether the settings allow anonymous writes; production's do not unless told to."""
    allowed: bool = current_app.config["ALLOW_ANONYMOUS_WRITES"]
    return allowed


def anonymous_writes_are_refused() -> str:
    """Anonymous visitors cannot write records."""
    if not may_write_anonymously():
        return ""
    return "ALLOW_ANONYMOUS_WRITES is true: everybody who reaches the application may change and delete records."
