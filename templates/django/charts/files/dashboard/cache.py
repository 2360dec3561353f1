"""Figures in the cache, so that a slow source delays few requests, and the last known figures outlive a failure."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from dashboard.sources import Figure, SourceError, get_source

RETRY = 10  # seconds until a failed source is asked again

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """The figures of a source at a time, and whether it has failed since."""

    figures: list[Figure]
    taken_at: datetime
    is_stale: bool = False


def get_snapshot() -> Snapshot | None:
    """Return the figures of the source, at most `SOURCE_TTL` seconds old, or the last known ones if it fails."""
    key = f"dashboard-{sha256(settings.SOURCE_URL.encode()).hexdigest()}"
    checked = f"{key}-checked"
    snapshot: Snapshot | None = cache.get(key)
    # One request renews old figures, while the others use the old ones. Without any, all have to ask.
    is_due = cache.add(checked, True, RETRY) if snapshot else not cache.get(checked)
    if is_due:
        timeout = RETRY
        try:
            snapshot = Snapshot(get_source().get_figures(), timezone.now())
            timeout = settings.SOURCE_TTL
        except SourceError as error:
            logger.warning("The source of the dashboard failed: %s", error)
            snapshot = snapshot and replace(snapshot, is_stale=True)
        cache.set(key, snapshot, None)
        cache.set(checked, True, timeout)
    return snapshot
