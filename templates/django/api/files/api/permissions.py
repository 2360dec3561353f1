from typing import Any

from rest_framework import permissions
from rest_framework.request import Request

from api.models import Token


class ObjectPermissions(permissions.DjangoObjectPermissions):
    """Ask for Django's permissions on models and objects, those to view included, and for the scope of the token."""

    authenticated_users_only = False
    perms_map = permissions.DjangoObjectPermissions.perms_map | {
        method: ["%(app_label)s.view_%(model_name)s"] for method in ("GET", "HEAD")
    }

    def has_permission(self, request: Request, view: Any) -> bool:
        is_read_only = isinstance(request.auth, Token) and not request.auth.can_write
        if is_read_only and request.method not in permissions.SAFE_METHODS:
            return False
        return super().has_permission(request, view)
