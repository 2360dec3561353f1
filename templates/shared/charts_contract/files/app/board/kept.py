"""Figures that are kept for a while, so that a slow source slows nobody down, and a broken one breaks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock

import structlog

from app.source import Figure, Source, SourceError, source_at

RETRY = timedelta(seconds=10)
"""How soon a source that did not answer is asked again."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Kept:
    """Figures, when they were taken, and whether the source has failed since."""

    figures: Sequence[Figure]
    taken_at: datetime
    is_stale: bool = False


class Keeper:
    """Keeps the figures of a source for so long."""

    def __init__(self, source: Source, ttl: timedelta) -> None:
        self.source = source
        self.ttl = ttl
        self.kept: Kept | None = None
        self.ask_at = datetime.min.replace(tzinfo=UTC)
        self.asking = Lock()

    def look(self) -> Kept | None:
        """The figures, new or kept; nothing where the source has never answered.

        One thread asks the source. The others take what is kept meanwhile; where that is nothing, they wait.
        """
        if self.is_due() and self.asking.acquire(blocking=self.kept is None):
            try:
                if self.is_due():
                    self.ask()
            finally:
                self.asking.release()
        return self.kept

    def is_due(self) -> bool:
        """Whether the source is to be asked."""
        return datetime.now(UTC) >= self.ask_at

    def ask(self) -> None:
        """Ask the source, and keep what it says."""
        try:
            figures = self.source.figures()
        except SourceError as error:
            log.warning("source does not answer", reason=str(error))
            self.kept = self.kept and replace(self.kept, is_stale=True)
            self.ask_at = datetime.now(UTC) + RETRY
        else:
            self.kept = Kept(figures, datetime.now(UTC))
            self.ask_at = self.kept.taken_at + self.ttl


@cache
def keeper(address: str, token: str, seconds: int) -> Keeper:
    """What keeps the figures of the source at an address; one for all requests of this process."""
    return Keeper(source_at(address, token), timedelta(seconds=seconds))
