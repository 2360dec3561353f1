from flask_security import current_user

from app.admin.views import StaffView


class JobView(StaffView):
    """Show jobs without their arguments: those of a mail may have the link that resets a password."""

    can_create = can_edit = can_delete = column_display_actions = False
    column_list = ("function", "enqueued_at", "attempts", "run_at", "has_failed", "error")
    column_default_sort = ("id", True)
    column_formatters = {
        "enqueued_at": lambda _view, _context, queued, _name: f"{queued.enqueued_at:%Y-%m-%d %H:%M:%S}",
        "run_at": lambda _view, _context, queued, _name: f"{queued.run_at:%Y-%m-%d %H:%M:%S}",
    }

    def is_accessible(self) -> bool:
        """Return whether the user is an admin: tracebacks are not for all staff."""
        return super().is_accessible() and bool(current_user.has_permission("jobs.view"))
