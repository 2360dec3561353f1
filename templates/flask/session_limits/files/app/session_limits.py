"""How long somebody stays logged in: not for long without a sign of life, and no longer than a day's work."""

import time
from datetime import timedelta

from flask import Flask, session

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


def init_app(app: Flask) -> None:
    """Have sessions end. Flask refuses a cookie that was signed longer ago than the lifetime, whoever sends it."""
    app.config["PERMANENT_SESSION_LIFETIME"] = IDLE
    app.before_request(end_or_renew)


def end_or_renew() -> None:
    """Sign the cookie of somebody who has logged in anew, or drop the session where its time is over."""
    if "_user_id" not in session:
        return
    # Flask-Security notes when the password was last typed; for us the first time counts.
    logged_in_at = session.setdefault("logged_in_at", session.get("fs_paa", 0))
    if time.time() - logged_in_at > LONGEST.total_seconds():
        session.clear()
    session.modified = True
