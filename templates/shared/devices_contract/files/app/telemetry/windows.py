"""Which readings of a device are asked for, as the query of a URL says it: a page of a window of time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from app.telemetry.batches import NAME
from app.telemetry.moments import read_moment, written

PAGE_SIZE, LARGEST_PAGE = 100, 1_000

PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "metric": ("The readings of this metric alone.", {"type": "string", "pattern": NAME}),
    "since": ("Those from this time on.", {"type": "string", "format": "date-time"}),
    "until": ("Those before this time.", {"type": "string", "format": "date-time"}),
    "page_size": ("How many a page.", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}),
    "cursor": ("Where the page begins: taken from `next` of the page before.", {"type": "string"}),
}
"""What each parameter means, and its shape in the words of JSON Schema."""


@dataclass(frozen=True)
class Window:
    """Readings from `since` on and before `until`, the newest first, after the `(time, number)` of a page before."""

    metric: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, int] | None = None
    size: int = PAGE_SIZE


class WindowError(ValueError):
    """Parameters that make no sense; `errors` says why, by their names."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("These parameters make no sense.")
        self.errors = errors


def read_window(asked: Mapping[str, Sequence[str]]) -> Window:
    """The window that a query asks for, its values by name; else `WindowError`."""
    values: dict[str, Any] = {}
    errors = {}
    for name, texts in asked.items():
        try:
            (text,) = texts
            values |= READERS[name](text)
        except KeyError:
            errors[name.replace("\0", "")] = "There is no such parameter."
        except ValueError as error:
            errors[name] = f"This {error}." if len(texts) == 1 else "This may be said once."
    if errors:
        raise WindowError(errors)
    return Window(**values)


def read_metric(text: str) -> dict[str, Any]:
    """The metric."""
    if not re.fullmatch(NAME, text):
        raise ValueError("is no name of a metric")
    return {"metric": text}


def read_size(text: str) -> dict[str, Any]:
    """How many a page."""
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= LARGEST_PAGE:
        raise ValueError(f"should be a number from 1 to {LARGEST_PAGE}")
    return {"size": int(text)}


def read_cursor(text: str) -> dict[str, Any]:
    """Where the page begins."""
    time, _, number = text.partition("~")
    if not re.fullmatch("[0-9]{1,18}", number):
        raise ValueError("should be taken from `next`")
    return {"after": (read_moment(time), int(number))}


READERS = {
    "metric": read_metric,
    "since": lambda text: {"since": read_moment(text)},
    "until": lambda text: {"until": read_moment(text)},
    "page_size": read_size,
    "cursor": read_cursor,
}


def next_page(address: str, asked: Mapping[str, Sequence[str]], time: datetime, number: int) -> str:
    """The URL of the page that begins after a reading, of the same window."""
    kept = {name: texts[0] for name, texts in asked.items() if name != "cursor"}
    return f"{address}?{urlencode(kept | {'cursor': f'{written(time)}~{number}'})}"
