"""The admin panel's page on what was changed in the panel: who, what, when."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from app.panel.read_only import ReadOnlyAdmin


@admin.register(LogEntry)
class HistoryAdmin(ReadOnlyAdmin):
    """Django's own record of additions, changes and deletions."""

    list_display = ("action_time", "user", "action_flag", "content_type", "object_repr", "get_change_message")
    list_filter = ("action_flag", "content_type")
    search_fields = ("object_repr", "user__email")
    list_select_related = ("user", "content_type")
