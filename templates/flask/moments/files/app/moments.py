"""Moments, which know their zone whatever the database."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, whatever zone it was given in. SQLite would forget that it has one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment for the database; `ValueError` where nobody knows in which zone it is meant."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone: datetime.now(UTC)")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment from the database."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
