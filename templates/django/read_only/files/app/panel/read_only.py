"""Pages of the panel on what nobody changes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):
    """Records that all of the staff may read, and nobody may change."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether somebody comes in."""
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, record: Any = None) -> bool:
        """Whether somebody may read it."""
        return request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a record."""
        return False

    def has_change_permission(self, request: HttpRequest, record: Any = None) -> bool:
        """Nobody changes a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, record: Any = None) -> bool:
        """Nobody deletes a record."""
        return False
