"""Telemetry: sent by devices, read by whoever may read a device."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.http import Http404
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, ParseError, UnsupportedMediaType
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from app.api.description import Problem
from app.api.limits import count_wrong_token, refuse_wrong_tokens
from app.api.problems import PROBLEM
from app.api.resources import CountedView, RightPermission
from app.api.tokens import ScopePermission
from app.records.models import Device
from app.records.rights import readable
from app.telemetry.batches import LARGEST_BODY, BatchError, Sent, read_batch
from app.telemetry.keys import hash_of, shown_in
from app.telemetry.models import DeviceKey, Measurement, Reading, State
from app.telemetry.store import store
from app.telemetry.windows import PARAMETERS, WindowError, next_page, read_window


class TooLarge(APIException):
    """A body that nobody needs."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = f"A batch has {LARGEST_BODY} bytes at most."


class Refused(APIException):
    """A request whose `errors` say what is wrong with which part of it."""

    def __init__(self, status: int, detail: str, errors: dict[str, str]) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = [{"field": field, "message": message} for field, message in errors.items()]


class Sender:
    """Whoever comes with a key: a device. Its requests are counted under its own name."""

    is_authenticated = True

    def __init__(self, device: int) -> None:
        self.pk = f"device-{device}"


class KeyAuthentication(BaseAuthentication):
    """Knows a device by the header `Authorization: Bearer dev_…`."""

    def authenticate(self, request: Request) -> tuple[Sender, DeviceKey]:
        """Which device sends, and by which key."""
        refuse_wrong_tokens(request)
        secret = shown_in(request.headers.get("Authorization", ""))
        key = DeviceKey.objects.good().filter(hash=hash_of(secret)).first()
        if key is None:
            count_wrong_token(request)
            raise AuthenticationFailed("Show the key of a device.")
        return Sender(key.device_id), key

    def authenticate_header(self, _request: Request) -> str:
        """What a stranger is asked for."""
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # it registers itself, without types
    """The way in for devices."""

    target_class = KeyAuthentication
    name = "device"

    def get_security_definition(self, _auto_schema: AutoSchema) -> dict[str, str]:
        """A key, in a header."""
        return {"type": "http", "scheme": "bearer", "description": "A key that `device create` has made."}


class RefusedReading(serializers.Serializer[Any]):
    """A reading that was not taken: its place in the batch, from 0 on."""

    index = serializers.IntegerField()
    id = serializers.CharField(allow_null=True)
    message = serializers.CharField()


class Taken(serializers.Serializer[Any]):
    """What became of a batch: how many readings were stored and how many were there already."""

    stored = serializers.IntegerField()
    repeated = serializers.IntegerField()
    refused = RefusedReading(many=True)


class MeasurementSerializer(serializers.ModelSerializer[Measurement]):
    """The latest measurement of a metric."""

    class Meta:
        """What is given."""

        model = State
        fields = ("metric", "value", "time", "skew", "received_at")


class ReadingSerializer(serializers.ModelSerializer[Reading]):
    """A reading, under the id that the device gave it."""

    id = serializers.CharField(source="reading_id")

    class Meta:
        """What is given."""

        model = Reading
        fields = ("id", "metric", "value", "time", "skew", "received_at")


class StateOfDevice(serializers.Serializer[Any]):
    """The latest of each metric, and when the device last sent something."""

    device = serializers.IntegerField()
    seen_at = serializers.DateTimeField(allow_null=True)
    metrics = MeasurementSerializer(many=True)


class ReadingsPage(serializers.Serializer[Any]):
    """A page of readings, the newest first."""

    next = serializers.URLField(allow_null=True)
    results = ReadingSerializer(many=True)


def answers(serializer: Any, *problems: int) -> dict[Any, Any]:
    """What comes back, in the words of OpenAPI."""
    told = {(status, PROBLEM): OpenApiResponse(Problem, HTTPStatus(status).phrase) for status in problems}
    return {HTTPStatus.OK: OpenApiResponse(serializer, HTTPStatus.OK.phrase), **told}


class TelemetryView(APIView):
    """What devices send."""

    authentication_classes = (KeyAuthentication,)
    permission_classes = (IsAuthenticated,)
    queryset = Device.objects.all()
    words = ("send_telemetry", "Send a batch of readings")

    @extend_schema(
        tags=["telemetry"],
        request={"application/json": Sent.model_json_schema(ref_template="#/components/schemas/{model}")},
        responses=answers(Taken, 400, 401, 413, 415, 422, 429),
    )
    def post(self, request: Request) -> Response:
        """What became of each reading; what is sent again is counted once."""
        if request.content_type.partition(";")[0].strip().lower() != "application/json":
            raise UnsupportedMediaType(request.content_type)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise TooLarge
        now = timezone.now()
        try:
            batch = read_batch(request.body, now, settings.RETENTION_DAYS)
        except BatchError as error:
            if not error.errors:
                raise ParseError("The body is no JSON.") from None
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), error.errors) from None
        key: Any = request.auth
        stored = store(key, batch, now)
        repeated = len(batch.readings) - stored + batch.repeated
        return Response(Taken({"stored": stored, "repeated": repeated, "refused": batch.refused}).data)


class DeviceView(CountedView):
    """Something about one device, for whoever may read it."""

    permission_classes = (RightPermission, ScopePermission)
    queryset = Device.objects.all()

    def device(self, request: Request, id: int) -> Device:  # noqa: A002 - as the API calls it
        """The device, among those that whoever asks may read."""
        found = readable(Device.objects.all(), request.user).filter(pk=id).first()
        if found is None:
            raise Http404
        return found


class StateView(DeviceView):
    """The latest of each metric."""

    words = ("get_state", "Show the latest values of a device")

    @extend_schema(tags=["telemetry"], responses=answers(StateOfDevice, 401, 403, 404, 429))
    def get(self, request: Request, id: int) -> Response:  # noqa: A002 - as the API calls it
        """What the device has told last."""
        device = self.device(request, id)
        seen = device.device_keys.aggregate(at=Max("used_at"))["at"]
        told = {"device": device.pk, "seen_at": seen, "metrics": device.device_states.order_by("metric")}
        return Response(StateOfDevice(told).data)


class ReadingsView(DeviceView):
    """What a device has sent, as far as it is kept."""

    words = ("list_readings", "List the readings of a device, the newest first")

    @extend_schema(
        tags=["telemetry"],
        parameters=[OpenApiParameter(name, shape, description=told) for name, (told, shape) in PARAMETERS.items()],
        responses=answers(ReadingsPage, 400, 401, 403, 404, 429),
    )
    def get(self, request: Request, id: int) -> Response:  # noqa: A002 - as the API calls it
        """A page of a window of time."""
        device, asked = self.device(request, id), dict(request.query_params.lists())
        try:
            window = read_window(asked)
        except WindowError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, str(error), error.errors) from None
        wanted = Q()
        if window.metric:
            wanted &= Q(metric=window.metric)
        if window.since:
            wanted &= Q(time__gte=window.since)
        if window.until:
            wanted &= Q(time__lt=window.until)
        if window.after:
            time, number = window.after
            wanted &= Q(time__lt=time) | Q(time=time, pk__lt=number)
        rows = list(device.device_readings.filter(wanted).order_by("-time", "-pk")[: window.size + 1])
        page, following = rows[: window.size], None
        if len(rows) > window.size:
            following = next_page(request.build_absolute_uri(request.path), asked, page[-1].time, page[-1].pk)
        return Response(ReadingsPage({"next": following, "results": page}).data)
