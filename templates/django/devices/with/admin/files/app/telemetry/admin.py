from django.contrib import admin

from app.telemetry.models import DeviceKey, Reading, State
from core.admin_mixins import ReadOnlyAdminMixin


@admin.register(DeviceKey)
class DeviceKeyAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[DeviceKey]):
    list_display = ["beginning", "device", "created_at", "used_at", "ends_at"]
    list_select_related = ["device"]
    fields = ["device", "beginning", "created_at", "used_at", "ends_at"]
    search_fields = ["device__name", "beginning"]


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[Reading]):
    list_display = ["device", "metric", "value", "time", "received_at"]
    list_filter = ["metric", "time"]
    list_select_related = ["device"]
    ordering = ["-time"]
    search_fields = ["device__name", "metric"]


@admin.register(State)
class StateAdmin(ReadOnlyAdminMixin, admin.ModelAdmin[State]):
    list_display = ["device", "metric", "value", "time"]
    list_filter = ["metric"]
    list_select_related = ["device"]
    search_fields = ["device__name", "metric"]
