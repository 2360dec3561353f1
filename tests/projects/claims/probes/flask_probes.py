"""The WSGI application of a Flask project, with routes that only the claims need."""

from typing import NoReturn

from app import create_app
from flask import request, session

application = create_app()


@application.get("/probes/broken/")
def broken() -> NoReturn:
    """Fail."""
    raise RuntimeError("a secret of the inside")


@application.get("/probes/session/")
def start_session() -> str:
    """Write something into the session."""
    session["visitor"] = "known"
    return "started"


@application.get("/probes/visitor/")
def visitor() -> dict[str, str | None]:
    """Return what the application knows about the client."""
    return {"address": request.remote_addr, "scheme": request.scheme}
