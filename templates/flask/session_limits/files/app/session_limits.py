"""Session limits: 30 minutes without a request, and 12 hours after the log-in."""

import time
from datetime import timedelta

from flask import Flask, request, session

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


def init_app(app: Flask) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = IDLE  # Flask refuses a cookie that was signed longer ago
    app.before_request(check_session)


def check_session() -> None:
    """Sign the cookie of a user again, or end the session that is too old."""
    # A file that arrives after the log-out must not bring the session back.
    if "_user_id" not in session or (request.endpoint or "").endswith("static"):
        return
    # `fs_paa` is when the password was last typed; the first time counts here.
    logged_in_at = session.setdefault("logged_in_at", session.get("fs_paa", 0))
    if time.time() - logged_in_at > LONGEST.total_seconds():
        session.clear()
    session.modified = True
