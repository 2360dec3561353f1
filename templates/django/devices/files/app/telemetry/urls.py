"""The paths of telemetry, below those of the API."""

from django.urls import path

from app.telemetry.views import ReadingsView, StateView, TelemetryView

app_name = "telemetry"
urlpatterns = [
    path("telemetry/", TelemetryView.as_view(), name="telemetry"),
    path("devices/<int:id>/state/", StateView.as_view(), name="state"),
    path("devices/<int:id>/readings/", ReadingsView.as_view(), name="readings"),
]
