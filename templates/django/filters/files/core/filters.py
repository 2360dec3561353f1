from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


class SearchFilter(django_filters.CharFilter):
    """Find the records that have each word in one of the fields."""

    def __init__(self, *fields: str) -> None:
        super().__init__(label=_("Search"), max_length=200)
        self.fields = fields

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split():
            found = Q()
            for field in self.fields:
                found |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(found)
        return queryset
