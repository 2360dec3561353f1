"""Set the clock of a served project ahead by the seconds in the file that `CLOCK_FILE` names."""

import datetime
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DateTime = datetime.datetime


class Clock:
    """Replaces `time.time`; an object and not a function, since passlib makes it an attribute of a class."""

    def __init__(self, now: Callable[[], float], file: Path) -> None:
        self.now = now
        self.file = file

    def __call__(self) -> float:
        """Return the time, in seconds since 1970."""
        return self.now() + float(self.file.read_text())


class AnyDateTime(type):
    """Makes every `datetime` an instance of the class that replaces it."""

    def __instancecheck__(cls, value: object) -> bool:
        """Return whether the value is a `datetime`."""
        return isinstance(value, DateTime)


class ClockDateTime(DateTime, metaclass=AnyDateTime):
    """Replaces `datetime.datetime`, whose `now` does not call `time.time`."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        """Return the time at the clock."""
        return DateTime.fromtimestamp(time.time(), tz)


if "CLOCK_FILE" in os.environ:
    time.time = Clock(time.time, Path(os.environ["CLOCK_FILE"]))
    datetime.datetime = ClockDateTime  # type: ignore[misc]
