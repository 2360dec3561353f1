"""A batch of readings as a device sends it: what can be taken of it, and why the rest cannot.

A device's clock may be wrong. Where it says what its clock shows as it sends, as `sent_at`, the difference from ours is
added to the times of its readings, and kept with each of them as its `skew`. A device without a clock leaves times out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat, ValidationError

from app.telemetry.moments import read_moment

LARGEST_BODY = 1_048_576
"""Bytes."""

MOST = 1_000
"""Readings in a batch."""

NAME = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$"
"""What ids and metrics look like."""

ON_THE_WAY = timedelta(seconds=5)
"""A difference between the clocks up to this may be the time that the request took."""

AHEAD = timedelta(minutes=5)
"""How far in the future a reading may be."""

Moment = Annotated[datetime, BeforeValidator(read_moment)]
Name = Annotated[str, Field(pattern=NAME)]


class Reading(BaseModel):
    """A reading. Its id is the device's own: by it, what is sent again is known and counted once."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Name
    metric: Name
    value: FiniteFloat
    time: Moment | None = None


class Sent(BaseModel):
    """What a device sends."""

    model_config = ConfigDict(extra="forbid", strict=True)

    readings: Annotated[list[Any], Field(min_length=1, max_length=MOST)]
    sent_at: Moment | None = None


@dataclass(frozen=True)
class Measured:
    """A reading that can be stored: `time` by our clock, `skew` in seconds, added to what the device's clock said."""

    id: str
    metric: str
    value: float
    time: datetime
    skew: float


@dataclass(frozen=True)
class Refused:
    """A reading that cannot: its place in the batch, from 0 on, its id where it has one, and what is wrong with it."""

    index: int
    id: str | None
    message: str


@dataclass(frozen=True)
class Batch:
    """What was sent: what can be stored, by id, what cannot, and how many ids came again in the same batch."""

    readings: dict[str, Measured]
    refused: list[Refused]
    repeated: int


class BatchError(ValueError):
    """A body that is no batch; `errors` says what is wrong with which of its fields, none of them where it is no JSON."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("The body is no batch of readings.")
        self.errors = errors


def read_batch(body: bytes, now: datetime, days: int) -> Batch:
    """The batch in a body that has come now, where readings are kept for so many days; else `BatchError`."""
    try:
        sent = Sent.model_validate_json(body)
    except ValidationError as error:
        is_json = error.errors()[0]["type"] != "json_invalid"
        raise BatchError(what_is_wrong(error) if is_json else {}) from None
    return batch_of(sent, now, days)


def batch_of(sent: Sent, now: datetime, days: int) -> Batch:
    """Return the batch that was sent now, where readings are kept for so many days."""
    skew = skew_of(sent.sent_at, now)
    batch = Batch({}, [], 0)
    repeated = 0
    for index, raw in enumerate(sent.readings):
        try:
            reading = measured(Reading.model_validate(raw), now, skew, timedelta(days=days))
        except ValidationError as error:
            (message, *_) = (f"{name} {text}".strip() for name, text in what_is_wrong(error).items())
            batch.refused.append(Refused(index, id_of(raw), message))
        except (ValueError, OverflowError) as error:
            batch.refused.append(Refused(index, id_of(raw), f"time {error}"))
        else:
            repeated += reading.id in batch.readings
            batch.readings.setdefault(reading.id, reading)
    return Batch(batch.readings, batch.refused, repeated)


def measured(reading: Reading, now: datetime, skew: timedelta, kept: timedelta) -> Measured:
    """The reading by our clock; `ValueError` where its time cannot be."""
    time = now if reading.time is None else reading.time + skew
    if time > now + AHEAD:
        raise ValueError("is in the future; say sent_at, by the same clock, where that clock is wrong")
    if time < now - kept:
        raise ValueError(f"is older than the {kept.days} days for which readings are kept")
    seconds = 0.0 if reading.time is None else skew.total_seconds()
    return Measured(reading.id, reading.metric, reading.value, time, seconds)


def skew_of(sent_at: datetime | None, now: datetime) -> timedelta:
    """How far a device's clock is behind ours."""
    skew = timedelta() if sent_at is None else now - sent_at
    return skew if abs(skew) > ON_THE_WAY else timedelta()


def what_is_wrong(error: ValidationError) -> dict[str, str]:
    """What is wrong, by the name of the field; that of the whole has none."""
    found = {}
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        message = problem["msg"].removeprefix("Value error, ").removeprefix("Input ")
        found[name] = message[:1].lower() + message[1:]
    return found


def id_of(raw: object) -> str | None:
    """The id of what is no reading, where it has one that can be told."""
    id = raw.get("id") if isinstance(raw, dict) else None  # noqa: A001 - as the reading calls it
    return id[:64] if isinstance(id, str) else None
