"""How often somebody may write something. It is counted in the database, so that all processes count together."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.db.models import Model, QuerySet
from django.utils import timezone


@dataclass(frozen=True)
class Quota:
    """So many in a length of time."""

    most: int
    within: timedelta

    def wait(self, made: QuerySet[Model]) -> int:
        """The seconds until there may be another beside those made so far: 0, where it may be now."""
        now = timezone.now()
        latest = made.filter(created_at__gt=now - self.within).order_by("-created_at")
        moments = list(latest.values_list("created_at", flat=True)[: self.most])
        return ceil((moments[-1] + self.within - now).total_seconds()) if len(moments) == self.most else 0


POSTS = Quota(10, timedelta(minutes=10))
REPORTS = Quota(20, timedelta(hours=1))
