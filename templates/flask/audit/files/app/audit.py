"""The audit trail: what happened to accounts, kept where it cannot be rewritten."""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Flask, Response
from sqlalchemy import JSON, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, db


class AuditEntry(Base):
    """Something that happened; the database refuses to change or delete it (see the migration `audit`).

    The person is a number and not a reference, so that the entry stays when the person goes.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    event: Mapped[str] = mapped_column(String(50))
    user_id: Mapped[int | None] = mapped_column(index=True)
    client: Mapped[str] = mapped_column(String(45))
    detail: Mapped[dict[str, str]] = mapped_column(JSON)


def init_app(app: Flask) -> None:
    """Have entries kept, also of what changes nothing else in the database."""
    app.after_request(keep)


def keep(response: Response) -> Response:
    """The answer, once the entries are written that nothing else has written; a failed request has none."""
    if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and any(
        isinstance(new, AuditEntry) for new in db.session.new
    ):
        db.session.commit()
    return response
