"""The audit trail, in the admin."""

from app.admin.views import StaffView
from app.audit import AuditEntry
from app.extensions import db
from app.users.models import User


class HistoryView(StaffView):
    can_create = can_edit = can_delete = column_display_actions = False
    column_list = ("at", "event", "user", "client", "record", "detail")
    column_default_sort = ("id", True)
    column_searchable_list = ("event", "record")
    column_formatters = {
        "at": lambda _view, _context, entry, _name: f"{entry.at:%Y-%m-%d %H:%M:%S}",
        "user": lambda _view, _context, entry, _name: get_user_name(entry),
        "detail": lambda _view, _context, entry, _name: get_detail(entry),
    }


def get_user_name(entry: AuditEntry) -> str:
    """Return the address of the user, or the id if the user is deleted."""
    if entry.user_id is None:
        return ""
    user = db.session.get(User, entry.user_id)
    return user.email if user else f"no. {entry.user_id}"


def get_detail(entry: AuditEntry) -> str:
    return "; ".join(f"{key}: {value}" for key, value in entry.detail.items())
