from typing import Any

from django.db import models


class OwnedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OwnedQuerySet":
        """Return all records for staff, and their own for other users."""
        return self if user.is_staff else self.filter(owner=user.pk)
