"""The audit trail, in the panel."""

from app.admin.views import StaffView


class TrailView(StaffView):
    """What happened to accounts, to read; the newest first."""

    can_create = can_edit = can_delete = column_display_actions = False
    column_list = ("at", "event", "user_id", "client", "detail")
    column_default_sort = ("id", True)
    column_formatters = {
        "at": lambda _view, _context, entry, _name: f"{entry.at:%Y-%m-%d %H:%M:%S}",
    }
