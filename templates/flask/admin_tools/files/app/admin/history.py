"""Who changed what in the panel, and when: kept for every model, whichever page of the panel the change comes from."""

from datetime import UTC, datetime
from typing import Any

from flask import has_request_context, request
from flask_security import current_user
from sqlalchemy import DateTime, String, Text, event, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.admin.views import StaffView
from app.extensions import Base, db
from app.users.models import User

NEVER_TOLD = {"fs_uniquifier", "password", "tf_totp_secret", "mf_recovery_codes"}
"""Attributes whose values are nobody's business."""


class Change(Base):
    """A change that somebody made in the panel."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC), index=True)
    user_id: Mapped[int] = mapped_column()
    """Who made it; no foreign key, since the history outlives the account."""
    record: Mapped[str] = mapped_column(String(200))
    """The table and the key of the row."""
    what: Mapped[str] = mapped_column(Text)


class HistoryView(StaffView):
    """The history, to read."""

    can_create = can_edit = can_delete = column_display_actions = False
    column_list = ("at", "who", "record", "what")
    column_default_sort = ("id", True)
    column_formatters = {
        "at": lambda _view, _context, change, _name: f"{change.at:%Y-%m-%d %H:%M}",
        "who": lambda _view, _context, change, _name: who(change),
    }
    column_searchable_list = ("record", "what")


def who(change: Change) -> str:
    """The e-mail of whoever made a change, or the number of an account that is no more."""
    person = db.session.get(User, change.user_id)
    return person.email if person else f"no. {change.user_id}"


@event.listens_for(Session, "before_flush")
def keep_changes(session: Session, _context: object, _instances: object) -> None:
    """Add a line to the history for each row that is about to change by way of the panel."""
    if not (has_request_context() and request.path.startswith("/admin/") and current_user.is_authenticated):
        return
    told = [(row, "deleted") for row in session.deleted] + [(row, differences(row)) for row in session.dirty]
    for row, what in told:
        if what:
            session.add(Change(user_id=current_user.id, record=name_of(row), what=what))


def name_of(row: Any) -> str:
    """The table and the key of a row."""
    return f"{row.__tablename__} {', '.join(map(str, inspect(row).identity))}"


def differences(row: Any) -> str:
    """What is about to change in a row, one part for each attribute; nothing, where all stays as it is."""
    told = [attribute for attribute in inspect(row).attrs if attribute.key not in NEVER_TOLD]
    changed = [(attribute.key, attribute.history) for attribute in told if attribute.history.has_changes()]
    return "; ".join(f"{key}: {texts(history.deleted)} → {texts(history.added)}" for key, history in changed)


def texts(values: Any) -> str:
    """Values of an attribute as text; of another row, its name."""
    return ", ".join(str(getattr(value, "name", value)) for value in values or ()) or "nothing"
