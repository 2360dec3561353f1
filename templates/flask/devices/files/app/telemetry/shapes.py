"""What programs and devices get, in JSON."""

from datetime import datetime

from apiflask import Schema
from apiflask.fields import Integer, String
from pydantic import BaseModel, ConfigDict


class Told(BaseModel):
    """What a program gets."""

    model_config = ConfigDict(from_attributes=True)


class RefusedReading(Told):
    """A reading that was not taken: its place in the batch, from 0 on."""

    index: int
    id: str | None
    message: str


class Taken(Told):
    """What became of a batch: how many readings were stored and how many were there already."""

    stored: int
    repeated: int
    refused: list[RefusedReading]


class Measured(Told):
    """The latest measurement of a metric."""

    metric: str
    value: float
    time: datetime
    skew: float
    received_at: datetime


class StateOfDevice(Told):
    """The latest of each metric, and when the device last sent something."""

    device: int
    seen_at: datetime | None
    metrics: list[Measured]


class StoredReading(Measured):
    """A reading, under the id that the device gave it."""

    id: str


class ReadingsPage(Told):
    """A page of readings, the newest first."""

    next: str | None
    results: list[StoredReading]


class ReadingsQuery(Schema):
    """The parameters of a list of readings, for the OpenAPI document; `read_window` reads them."""

    metric = String()
    since = String(metadata={"format": "date-time"})
    until = String(metadata={"format": "date-time"})
    page_size = Integer(metadata={"minimum": 1, "maximum": 1000})
    cursor = String(metadata={"description": "Taken from `next` of the page before."})
