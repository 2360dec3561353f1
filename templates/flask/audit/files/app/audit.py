"""The audit trail: security events in a table whose rows cannot be changed or deleted."""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Flask, Response
from sqlalchemy import JSON, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, db


class AuditEntry(Base):
    """A security event. Triggers in the database refuse to change or delete it (see the migration).

    `user_id` is no foreign key: the entry stays when the user is deleted.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    event: Mapped[str] = mapped_column(String(50))
    user_id: Mapped[int | None] = mapped_column(index=True)
    client: Mapped[str] = mapped_column(String(45))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)


def init_app(app: Flask) -> None:
    app.after_request(commit_entries)


def commit_entries(response: Response) -> Response:
    """Commit entries that no view has committed, such as that of a failed log-in."""
    if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and any(
        isinstance(new, AuditEntry) for new in db.session.new
    ):
        db.session.commit()
    return response
