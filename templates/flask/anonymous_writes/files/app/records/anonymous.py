"""Whether visitors who are not signed in may write records."""

from flask import current_app

from app.environment import Environment


def may_write_anonymously() -> bool:
    """Return whether the settings allow anonymous writes; production's do not unless told to."""
    environment: Environment = current_app.config["ENVIRONMENT"]
    return environment.allow_anonymous_writes


def anonymous_writes_are_refused() -> str:
    """Anonymous visitors cannot write records."""
    if not may_write_anonymously():
        return ""
    return "ALLOW_ANONYMOUS_WRITES is true: everybody who reaches the application may change and delete records."
