"""The audit trail: who changed or deleted which record, and security events, in a table that cannot be changed."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, has_request_context, request
from flask_security import current_user
from sqlalchemy import JSON, String, event, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from app import timestamps
from app.extensions import db

NOT_AUDITED = frozenset({"fs_uniquifier", "mf_recovery_codes", "password", "tf_last_counter", "tf_totp_secret"})
"""Attributes with secrets."""


class AuditEntry(db.Model):
    """An event. Triggers in the database refuse to change or delete it (see the migration).

    `user_id` is the user who changed a record, or whose account the event is about. It is no foreign key: the entry
    stays when the user is deleted.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(timestamps.UTCDateTime, default=timestamps.utcnow)
    event: Mapped[str] = mapped_column(String(50))
    user_id: Mapped[int | None] = mapped_column(index=True)
    client: Mapped[str] = mapped_column(String(45))
    record: Mapped[str] = mapped_column(String(200))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)


def init_app(app: Flask) -> None:
    app.after_request(commit_entries)


def add_entry(event: str, user_id: int | None, detail: Mapping[str, str], record: str = "") -> None:
    client = request.remote_addr or "" if has_request_context() else ""
    entry = AuditEntry(event=event, user_id=user_id, client=client, record=record, detail=dict(detail))
    db.session.add(entry)


def commit_entries(response: Response) -> Response:
    """Commit entries that no view has committed, such as that of a failed log-in."""
    if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and any(
        isinstance(new, AuditEntry) for new in db.session.new
    ):
        db.session.commit()
    return response


@event.listens_for(Session, "before_flush")
def add_changes(session: Session, _context: object, _instances: object) -> None:
    """Add an entry for each record that the current user is about to change or delete."""
    if not (has_request_context() and current_user.is_authenticated):
        return
    user_id = current_user.id
    for record in session.deleted:
        add_entry("record deleted", user_id, {}, get_name(record))
    for record in session.dirty:
        if changes := get_changes(record):
            add_entry("record changed", user_id, changes, get_name(record))


def get_name(record: Any) -> str:
    """Return the table and the key of a record."""
    return f"{record.__tablename__} {', '.join(map(str, inspect(record).identity))}"


def get_changes(record: Any) -> dict[str, str]:
    """Return the old and the new value of each attribute that is about to change."""
    histories = {attribute.key: attribute.history for attribute in inspect(record).attrs}
    return {
        key: f"{to_text(history.deleted)} → {to_text(history.added)}"
        for key, history in histories.items()
        if history.has_changes() and key not in NOT_AUDITED
    }


def to_text(values: Any) -> str:
    return ", ".join(str(getattr(value, "name", value)) for value in values or ()) or "nothing"
