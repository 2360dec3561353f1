"""The messages of the contact form, in the admin panel."""

from django.contrib import admin

from app.contact.models import Message
from app.panel.read_only import ReadOnlyAdmin


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What visitors wrote, to read."""

    list_display = ("sent_at", "name", "email", "text")
    exclude = ("sender",)
    ordering = ("-pk",)
    search_fields = ("name", "email", "text")
