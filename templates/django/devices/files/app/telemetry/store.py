"""How readings are kept: each once, the latest of each metric besides, and for so many days."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from app.records.models import Device
from app.telemetry.batches import Batch, Measured
from app.telemetry.models import DeviceKey, Reading, State

PRUNED_AT_ONCE = 10_000


@transaction.atomic
def store(key: DeviceKey, batch: Batch, now: datetime) -> int:
    """How many readings were new, and are stored now; the device's batches wait for each other meanwhile."""
    Device.objects.select_for_update().get(pk=key.device_id)
    DeviceKey.objects.filter(pk=key.pk).update(used_at=now)
    stored = Reading.objects.filter(device=key.device_id, reading_id__in=batch.readings)
    known = set(stored.values_list("reading_id", flat=True))
    new = [reading for number, reading in batch.readings.items() if number not in known]
    Reading.objects.bulk_create(
        Reading(device_id=key.device_id, reading_id=reading.id, **values(reading, now)) for reading in new
    )
    renew_state(key.device_id, new, now)
    return len(new)


def renew_state(device: int, readings: Iterable[Measured], now: datetime) -> None:
    """Keep the latest of each metric, by the time at which it was measured."""
    latest = {reading.metric: reading for reading in sorted(readings, key=lambda reading: reading.time)}
    for state in State.objects.filter(device=device, metric__in=latest):
        if latest[state.metric].time < state.time:
            del latest[state.metric]
    State.objects.bulk_create(
        (State(device_id=device, **values(reading, now)) for reading in latest.values()),
        update_conflicts=True,
        unique_fields=("device", "metric"),
        update_fields=("value", "time", "skew", "received_at"),
    )


def values(reading: Measured, now: datetime) -> dict[str, object]:
    """What is kept of a reading."""
    measured = {"metric": reading.metric, "value": reading.value, "time": reading.time, "skew": reading.skew}
    return {**measured, "received_at": now}


def prune() -> int:
    """How many readings were older than they are kept, and are gone now."""
    oldest = timezone.now() - timedelta(days=settings.RETENTION_DAYS)
    pruned = 0
    while old := list(Reading.objects.filter(time__lt=oldest).values_list("pk", flat=True)[:PRUNED_AT_ONCE]):
        pruned += Reading.objects.filter(pk__in=old).delete()[0]
    return pruned
