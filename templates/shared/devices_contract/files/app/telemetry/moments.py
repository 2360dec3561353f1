"""Moments as text, such as 2026-01-31T13:05:00Z."""

import re
from datetime import UTC, datetime

FORM = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def read_moment(text: object) -> datetime:
    """The moment, in UTC; `ValueError` where the text is none, or does not say in which zone it is meant."""
    try:
        if isinstance(text, str) and FORM.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError("should be a time with its zone, such as 2026-01-31T13:05:00Z")


def written(moment: datetime) -> str:
    """The moment as text."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
