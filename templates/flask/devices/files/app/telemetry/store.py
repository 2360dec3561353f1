"""How readings are kept: each once, the latest of each metric besides, and for so many days."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, insert, select, update

from app import models
from app.extensions import db
from app.telemetry.batches import Batch, Measured
from app.telemetry.models import DeviceKey, Reading, State
from app.telemetry.windows import Window
from app.timestamps import utcnow

PRUNED_AT_ONCE = 10_000


def store(key: DeviceKey, batch: Batch, received_at: datetime) -> int:
    """How many readings were new, and are stored now; the device's batches wait for each other meanwhile.

    SQLite lets one write at a time, from the first change on; other databases lock the device.
    """
    device = key.device_id
    db.session.execute(update(DeviceKey).where(DeviceKey.id == key.id).values(used_at=received_at))
    db.session.execute(select(models.Device.id).where(models.Device.id == device).with_for_update())
    stored = select(Reading.reading_id).where(Reading.device_id == device, Reading.reading_id.in_(batch.readings))
    known = set(db.session.scalars(stored))
    new = [reading for number, reading in batch.readings.items() if number not in known]
    if new:
        rows = [{"device_id": device, "reading_id": reading.id, **values(reading, received_at)} for reading in new]
        db.session.execute(insert(Reading), rows)
        renew_state(device, new, received_at)
    db.session.commit()
    return len(new)


def renew_state(device: int, readings: Iterable[Measured], received_at: datetime) -> None:
    """Keep the latest of each metric, by the time at which it was measured."""
    latest = {reading.metric: reading for reading in sorted(readings, key=lambda reading: reading.time)}
    there = select(State).where(State.device_id == device, State.metric.in_(latest))
    states = {state.metric: state for state in db.session.scalars(there)}
    for metric, state in states.items():
        if state.time <= latest[metric].time:
            for name, value in values(latest[metric], received_at).items():
                setattr(state, name, value)
    new = [reading for metric, reading in latest.items() if metric not in states]
    if new:
        db.session.execute(insert(State), [{"device_id": device, **values(reading, received_at)} for reading in new])


def values(reading: Measured, received_at: datetime) -> dict[str, object]:
    """What is kept of a reading."""
    measured = {"metric": reading.metric, "value": reading.value, "time": reading.time, "skew": reading.skew}
    return {**measured, "received_at": received_at}


def readings_in(window: Window, device: int) -> Sequence[Reading]:
    """The readings of a page, and one more where there is another page."""
    rows = select(Reading).where(Reading.device_id == device)
    if window.metric:
        rows = rows.where(Reading.metric == window.metric)
    if window.since:
        rows = rows.where(Reading.time >= window.since)
    if window.until:
        rows = rows.where(Reading.time < window.until)
    if window.after:
        time, number = window.after
        rows = rows.where((Reading.time < time) | ((Reading.time == time) & (Reading.id < number)))
    return db.session.scalars(rows.order_by(Reading.time.desc(), Reading.id.desc()).limit(window.size + 1)).all()


def prune() -> int:
    """How many readings were older than they are kept, and are gone now."""
    oldest = utcnow() - timedelta(days=current_app.config["RETENTION_DAYS"])
    old = select(Reading.id).where(Reading.time < oldest).limit(PRUNED_AT_ONCE)
    pruned = 0
    while numbers := db.session.scalars(old).all():
        db.session.execute(delete(Reading).where(Reading.id.in_(numbers)))
        db.session.commit()
        pruned += len(numbers)
    return pruned
