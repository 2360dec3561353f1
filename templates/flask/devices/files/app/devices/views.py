"""Telemetry: sent by devices, read by whoever may read a device."""

from flask import Blueprint, Response, current_app, request
from sqlalchemy import func, select
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge, UnsupportedMediaType

from app import api
from app.api import limits
from app.api.callers import caller, check_reading, unauthorized
from app.api.resources import answer
from app.api.schemas import LARGEST
from app.devices.batches import LARGEST_BODY, BatchError, read_batch
from app.devices.keys import hash_of, shown_in
from app.devices.models import DeviceKey, State
from app.devices.shapes import Measured, ReadingsPage, RefusedReading, StateOfDevice, StoredReading, Taken
from app.devices.store import readings_in, store
from app.devices.windows import WindowError, next_page, read_window
from app.extensions import db
from app.problems import FieldsRefused, ParametersRefused
from app.models import Device
from app.records.rights import readable
from app.timestamps import utcnow

telemetry = Blueprint("telemetry", __name__, url_prefix="/api/v1")
"""For devices, who are known by their keys."""

blueprint = Blueprint("devices", __name__, url_prefix="/api/v1/devices/<int:number>")
"""For those who use the API."""


@blueprint.before_request
def admit() -> None:
    """Note who calls, and count the request."""
    api.admit()


@blueprint.after_request
def keep_fresh(response: Response) -> Response:
    """The answer, which no cache may keep."""
    return api.keep_fresh(response)


@telemetry.post("/telemetry/")
def send() -> Response:
    """What became of each reading; what is sent again is counted once."""
    with limits.on_wrong_tokens():
        key = shown_key()
    limits.count(f"device {key.device_id}")
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send JSON, and say so: Content-Type: application/json.")
    request.max_content_length = LARGEST_BODY
    if (request.content_length or 0) > LARGEST_BODY:  # somebody may have read it by now
        raise RequestEntityTooLarge(f"A batch has {LARGEST_BODY} bytes at most.")
    received_at = utcnow()
    try:
        batch = read_batch(request.get_data(), received_at, current_app.config["RETENTION_DAYS"])
    except BatchError as error:
        raise (FieldsRefused(error.errors) if error.errors else BadRequest("The body is no JSON.")) from None
    stored = store(key, batch, received_at)
    repeated = len(batch.readings) - stored + batch.repeated
    refused = [RefusedReading.model_validate(reading) for reading in batch.refused]
    return answer(Taken(stored=stored, repeated=repeated, refused=refused))


def shown_key() -> DeviceKey:
    """The key that the request shows."""
    secret = shown_in(request.headers.get("Authorization", ""))
    key = db.session.scalar(select(DeviceKey).where(DeviceKey.hash == hash_of(secret), DeviceKey.is_good()))
    if key is None:
        raise unauthorized("Show the key of a device.")
    return key


@blueprint.get("/state/")
def state(number: int) -> Response:
    """The latest of each metric."""
    device = readable_device(number)
    seen_at = db.session.scalar(select(func.max(DeviceKey.used_at)).where(DeviceKey.device_id == device))
    states = db.session.scalars(select(State).where(State.device_id == device).order_by(State.metric))
    metrics = [Measured.model_validate(state) for state in states]
    return answer(StateOfDevice(device=device, seen_at=seen_at, metrics=metrics))


@blueprint.get("/readings/")
def readings(number: int) -> Response:
    """A page of a window of time, the newest readings first."""
    device, asked = readable_device(number), dict(request.args.lists())
    try:
        window = read_window(asked)
    except WindowError as error:
        raise ParametersRefused(error.errors) from None
    found, following = readings_in(window, device), None
    page = found[: window.size]
    if len(found) > window.size:
        following = next_page(request.base_url, asked, page[-1].time, page[-1].id)
    return answer(ReadingsPage(next=following, results=[StoredReading.model_validate(reading) for reading in page]))


def readable_device(number: int) -> int:
    """The number of a device, where it is among those that the caller may read."""
    check_reading(Device)
    rows = readable(caller(), Device).where(Device.id == number).with_only_columns(Device.id)
    if number > LARGEST or db.session.scalar(rows) is None:
        raise NotFound("There is no device with this id.")
    return number
