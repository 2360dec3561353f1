"""How often somebody may write something. It is counted in the database, so that all processes count together."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from sqlalchemy import ColumnElement, select

from app.community.models import Post, Report
from app.extensions import db
from app.timestamps import utcnow


@dataclass(frozen=True)
class Quota:
    """So many rows of a table in a length of time."""

    table: type[Post | Report]
    most: int
    within: timedelta

    def wait(self, mine: ColumnElement[bool]) -> int:
        """The seconds until there may be another beside those that are mine: 0, where it may be now."""
        made = self.table.created_at
        latest = select(made).where(mine, made > utcnow() - self.within).order_by(made.desc()).limit(self.most)
        moments = list(db.session.scalars(latest))
        return ceil((moments[-1] + self.within - utcnow()).total_seconds()) if len(moments) == self.most else 0


POSTS = Quota(Post, 10, timedelta(minutes=10))
REPORTS = Quota(Report, 20, timedelta(hours=1))
