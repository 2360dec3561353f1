from django.contrib import admin
from django.http import HttpRequest

from api.models import Token


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin[Token]):
    """Find and revoke tokens. A token is shown once, by the command that creates it."""

    list_display = ["token_key", "name", "user", "can_write", "created", "expiry"]
    list_filter = ["can_write", "created", "expiry"]
    list_select_related = ["user"]
    search_fields = ["name", "token_key", "user__email"]
    fields = ["token_key", "name", "user", "can_write", "created", "expiry"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        return False
