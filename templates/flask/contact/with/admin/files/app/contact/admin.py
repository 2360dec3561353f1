"""The messages of the contact form, in the admin panel."""

from app.admin.views import StaffView


class MessagesView(StaffView):
    """What visitors wrote, to read."""

    can_create = can_edit = can_delete = column_display_actions = False
    column_list = ("sent_at", "name", "email", "text")
    column_labels = {"email": "E-mail"}
    column_default_sort = ("id", True)
    column_searchable_list = ("name", "email", "text")
    column_formatters = {
        "sent_at": lambda _view, _context, message, _name: f"{message.sent_at:%Y-%m-%d %H:%M}",
    }
