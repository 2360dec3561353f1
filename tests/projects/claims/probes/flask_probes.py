"""The WSGI application of a Flask project, with routes that only the claims need.

Each response has the number of its SQL statements, `X-Queries`. A request with the header `X-Race` finds that another
one has stored a record of the same name between its checks and its own INSERT or UPDATE.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn

from app import create_app
from flask import Response, g, has_request_context, request, session

application = create_app()

if find_spec("sqlalchemy"):
    import sqlalchemy as sa

    db = import_module("app.extensions").db

    @sa.event.listens_for(sa.Engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        """Count a statement."""
        if has_request_context():
            g.queries = g.get("queries", 0) + 1

    @sa.event.listens_for(db.session, "before_flush")
    def race(session: Any, *_: Any) -> None:
        """Store a record of the same name first."""
        if has_request_context() and "X-Race" in request.headers:
            for record in [*session.new, *session.dirty]:
                with db.engine.begin() as connection:
                    connection.execute(sa.insert(record.__table__).values(name=record.name))

    @application.after_request
    def tell_queries(response: Response) -> Response:
        """Tell the number of statements."""
        response.headers["X-Queries"] = str(g.get("queries", 0))
        return response


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
