"""Figures in memory, so that a slow source delays few requests, and the last known figures outlive a failure."""

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock

from app.dashboard.sources import Figure, Source, SourceError

RETRY = timedelta(seconds=10)  # until a failed source is asked again

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """The figures of a source at a time, and whether it has failed since."""

    figures: list[Figure]
    taken_at: datetime
    is_stale: bool = False

    @property
    def age(self) -> str:
        minutes = (datetime.now(UTC) - self.taken_at) // timedelta(minutes=1)
        for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
            if (count := minutes // size) or unit == "minute":
                break
        return f"{count} {unit}{'' if count == 1 else 's'}"


class FigureCache:
    """The figures of a source, cached by each process."""

    def __init__(self, source: Source, ttl: timedelta) -> None:
        self.source = source
        self.ttl = ttl
        self.snapshot: Snapshot | None = None
        self.expires_at = datetime.min.replace(tzinfo=UTC)
        self.lock = Lock()

    def get_snapshot(self) -> Snapshot | None:
        """Return the figures, renewed if they have expired, or the last known ones if the source fails."""
        # One thread renews old figures, while the others use the old ones. Without any, all have to wait.
        if self.is_expired and self.lock.acquire(blocking=self.snapshot is None):
            try:
                if self.is_expired:
                    self.renew()
            finally:
                self.lock.release()
        return self.snapshot

    @property
    def is_expired(self) -> bool:
        return datetime.now(UTC) >= self.expires_at

    def renew(self) -> None:
        ttl = RETRY
        try:
            self.snapshot = Snapshot(self.source.get_figures(), datetime.now(UTC))
            ttl = self.ttl
        except SourceError as error:
            logger.warning("The source of the dashboard failed: %s", error)
            self.snapshot = self.snapshot and replace(self.snapshot, is_stale=True)
        self.expires_at = datetime.now(UTC) + ttl
