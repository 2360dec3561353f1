"""The keys of devices, what they have sent, and the latest of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from app.records.models import Device
from app.telemetry.keys import SHOWN


class KeyQuerySet(models.QuerySet["DeviceKey"]):
    """Keys."""

    def good(self) -> "KeyQuerySet":
        """Those by which a device is known now."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))


class DeviceKey(models.Model):
    """A secret by which a device is known; what is kept of it is a hash."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="device_keys")
    hash = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=SHOWN, help_text="How the secret begins, to know it again.")
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="From when on it is worth nothing.")

    objects = KeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.beginning}…"


class Measurement(models.Model):
    """What a device has measured: its clock, and ours, may be wrong, so both times are kept."""

    metric = models.CharField(max_length=64)
    value = models.FloatField()
    time = models.DateTimeField(help_text="When it was measured, by our clock.")
    skew = models.FloatField(help_text="Seconds that were added to the time that the device said.")
    received_at = models.DateTimeField()

    class Meta:
        """No table of its own."""

        abstract = True


class Reading(Measurement):
    """A measurement that came in, under an id that the device gave it."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="device_readings", db_index=False)
    reading_id = models.CharField(max_length=64)

    class Meta:
        """The table."""

        constraints = (models.UniqueConstraint(fields=("device", "reading_id"), name="reading_counts_once"),)
        indexes = (
            models.Index(fields=("device", "time", "id"), name="reading_of_device"),
            models.Index(fields=("device", "metric", "time", "id"), name="reading_of_metric"),
            models.Index(fields=("time",), name="reading_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.metric} {self.value} at {self.time:%Y-%m-%d %H:%M:%S}"


class State(Measurement):
    """The latest measurement of a metric; it stays when its reading is pruned."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="device_states", db_index=False)

    class Meta:
        """The table."""

        constraints = (models.UniqueConstraint(fields=("device", "metric"), name="state_of_metric"),)

    def __str__(self) -> str:
        return f"{self.metric} {self.value}"
