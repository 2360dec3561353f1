"""The admin panel's page on the audit trail."""

from django.contrib import admin

from app.audit.models import AuditEntry
from app.panel.read_only import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """What happened to accounts, the newest first."""

    list_display = ("at", "event", "user_id", "client", "detail")
    list_filter = ("event",)
    ordering = ("-pk",)
