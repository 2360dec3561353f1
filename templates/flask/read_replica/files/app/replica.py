"""Requests that change nothing read the models from the replica, which may be some seconds behind."""

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import Select
from sqlalchemy.event import listens_for
from sqlalchemy.orm import ORMExecuteState, Session

from app.extensions import db

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
COOKIE = "read_primary"
SECONDS = 15


def init_app(app: Flask) -> None:
    if app.config["DATABASE_REPLICA_URL"]:
        app.after_request(keep_to_primary)


def keep_to_primary(response: Response) -> Response:
    """Let a client read what it has just written."""
    if request.method not in SAFE_METHODS or "has_written" in g:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(COOKIE, "1", max_age=SECONDS, secure=secure, httponly=True, samesite="Lax")
    return response


def may_read_replica() -> bool:
    return (
        has_request_context()
        and "replica" in db.engines
        and request.method in SAFE_METHODS
        and COOKIE not in request.cookies
        and "has_written" not in g
    )


@listens_for(db.session, "do_orm_execute")
def route(state: ORMExecuteState) -> None:
    if not state.is_select:
        note_write()
    elif (
        may_read_replica()
        and state.bind_mapper
        and state.bind_mapper.class_.__module__.startswith("app.models.")
        and not (isinstance(state.statement, Select) and state.statement._for_update_arg)
    ):
        state.bind_arguments["bind"] = db.engines["replica"]


@listens_for(db.session, "after_flush")
def note_write(*_: Session) -> None:
    if has_request_context():
        g.has_written = True
