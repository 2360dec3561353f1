from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import relations


class ManyRelatedField(relations.ManyRelatedField):
    """References to several objects, each of which is a query."""

    default_error_messages = {"too_many": _("Refer to at most {limit} objects.")}
    limit = 1000

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and len(data) > self.limit:
            self.fail("too_many", limit=self.limit)
        return super().to_internal_value(data)


class VisibleRelatedField(relations.PrimaryKeyRelatedField):
    """A reference to an object that the user may see."""

    @classmethod
    def many_init(cls, *args: Any, **kwargs: Any) -> ManyRelatedField:
        options = {name: value for name, value in kwargs.items() if name in relations.MANY_RELATION_KWARGS}
        return ManyRelatedField(child_relation=cls(*args, **kwargs), **options)

    def get_queryset(self) -> Any:
        queryset: Any = super().get_queryset()
        return queryset.visible_to(self.context["request"].user) if hasattr(queryset, "visible_to") else queryset
