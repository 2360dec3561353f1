"""The keys of devices, what they have sent, and the latest of it."""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, Integer, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.telemetry.keys import SHOWN
from app.timestamps import UTCDateTime, utcnow

Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up in columns of this type alone, which holds as much there."""


class DeviceKey(Base):
    """A secret by which a device is known; what is kept of it is a hash. From `ends_at` on it is worth nothing."""

    __tablename__ = "device_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    beginning: Mapped[str] = mapped_column(String(SHOWN))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def is_good(cls) -> ColumnElement[bool]:
        """Whether a device is known by it now."""
        return or_(cls.ends_at.is_(None), cls.ends_at > utcnow())


class Measurement:
    """What a device has measured: `time` is by our clock, `skew` the seconds that were added to what its own clock said."""

    metric: Mapped[str] = mapped_column(String(64))
    value: Mapped[float]
    time: Mapped[datetime] = mapped_column(UTCDateTime)
    skew: Mapped[float]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Reading(Measurement, Base):
    """A measurement that came in, under an id that the device gave it."""

    __tablename__ = "device_readings"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"))
    reading_id: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("device_id", "reading_id"),
        Index(None, "device_id", "time", "id"),
        Index(None, "device_id", "metric", "time", "id"),
        Index(None, "time"),
    )


class State(Measurement, Base):
    """The latest measurement of a metric; it stays when its reading is pruned."""

    __tablename__ = "device_states"
    __table_args__ = (UniqueConstraint("device_id", "metric"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"))
