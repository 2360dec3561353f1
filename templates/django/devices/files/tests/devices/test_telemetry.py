"""What becomes of what devices send."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from devices.device import TELEMETRY, Device, Program, ago, assert_refused, moment, reading

NOTHING = {"stored": 0, "repeated": 0, "refused": []}


def test_a_batch_that_is_sent_twice_is_counted_once(device: Device, program: Program) -> None:
    batch = [reading("1", value=20), reading("2", value=21)]

    assert device.send(*batch) == NOTHING | {"stored": 2}
    assert device.send(*batch) == NOTHING | {"repeated": 2}

    assert sorted(device.ids(program)) == ["1", "2"]


def test_what_comes_again_changes_nothing(device: Device, program: Program) -> None:
    device.send(reading("1", value=20))

    assert device.send(reading("1", value=99), reading("2", value=21)) == NOTHING | {"stored": 1, "repeated": 1}

    assert {found["id"]: found["value"] for found in device.readings(program)} == {"1": 20, "2": 21}
    assert device.state(program)["temperature"]["value"] == 21


def test_an_id_counts_once_within_a_batch_as_well(device: Device, program: Program) -> None:
    assert device.send(reading("1", value=20), reading("1", value=99)) == NOTHING | {"stored": 1, "repeated": 1}

    assert [found["value"] for found in device.readings(program)] == [20]


def test_devices_choose_their_ids_each_for_itself(make_device: Callable[..., Device], program: Program) -> None:
    boiler, fridge = make_device("boiler"), make_device("fridge")

    assert boiler.send(reading("1", value=60))["stored"] == 1
    assert fridge.send(reading("1", value=4))["stored"] == 1

    assert boiler.state(program)["temperature"]["value"] == 60
    assert fridge.state(program)["temperature"]["value"] == 4


def test_what_can_be_taken_is_taken_and_the_rest_is_told(device: Device, program: Program) -> None:
    told = device.send(reading("1"), reading("2", value="warm"), "no reading", reading("4"))

    assert (told["stored"], told["repeated"]) == (2, 0)
    assert [(refused["index"], refused["id"]) for refused in told["refused"]] == [(1, "2"), (2, None)]
    assert told["refused"][0]["message"].startswith("value should be a valid number")
    assert sorted(device.ids(program)) == ["1", "4"]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"id": ""}, "id"),
        ({"id": 1}, "id"),
        ({"id": "x" * 65}, "id"),
        ({"id": "a b"}, "id"),
        ({"metric": "a\0b"}, "metric"),
        ({"metric": None}, "metric"),
        ({"value": True}, "value"),
        ({"value": None}, "value"),
        ({"value": float("nan")}, "value"),
        ({"value": float("inf")}, "value"),
        ({"time": "2026-01-31T13:05:00"}, "time"),
        ({"time": "yesterday"}, "time"),
        ({"time": 1769864700}, "time"),
        ({"time": "0001-01-01T00:00:00+14:00"}, "time"),
        ({"time": "9999-12-31T23:59:59Z"}, "time"),
        ({"unit": "°C"}, "unit"),
    ],
)
def test_a_reading_that_makes_no_sense_is_refused(device: Device, values: dict[str, object], named: str) -> None:
    told = device.send(reading(**values))

    assert told["stored"] == 0
    assert told["refused"][0]["message"].startswith(named)


def test_values_at_the_limits_are_taken(device: Device, program: Program) -> None:
    name = "aA0._:-" + "x" * 57
    batch = [
        reading(name, metric=name, value=-1.5e300),
        reading("2", time=ago(minutes=-4)),
        reading("3", time=ago(days=89, hours=23)),
        reading("4", value=10**15),
    ]

    assert device.send(*batch)["refused"] == []

    found = {found["id"]: found for found in device.readings(program)}
    assert (found[name]["metric"], found[name]["value"], found["4"]["value"]) == (name, -1.5e300, 10**15)


@pytest.mark.parametrize("past", [{"minutes": -6}, {"days": 90, "minutes": 1}])
def test_a_reading_from_the_future_or_older_than_what_is_kept_is_refused(device: Device, past: dict[str, int]) -> None:
    (refused,) = device.send(reading(time=ago(**past)))["refused"]

    assert refused["message"].startswith("time is")


def test_a_device_without_a_clock_leaves_times_out(device: Device, program: Program) -> None:
    told = reading()
    del told["time"]

    assert device.send(told, sent_at=ago(hours=5))["stored"] == 1

    (found,) = device.readings(program)
    assert (found["time"], found["skew"]) == (found["received_at"], 0)


@pytest.mark.parametrize("behind", [timedelta(hours=2), timedelta(days=-400)])
def test_a_wrong_clock_is_put_right_and_that_is_recorded(device: Device, program: Program, behind: timedelta) -> None:
    seconds = behind.total_seconds()

    told = device.send(reading(time=ago(seconds=seconds + 60)), sent_at=ago(seconds=seconds))

    assert told["refused"] == []
    (found,) = device.readings(program)
    assert found["skew"] == pytest.approx(seconds, abs=30)
    assert moment(found["received_at"]) - moment(found["time"]) == pytest.approx(
        timedelta(minutes=1), abs=timedelta(seconds=30)
    )


def test_the_time_that_a_request_takes_is_no_wrong_clock(device: Device, program: Program) -> None:
    time = ago(minutes=1)

    device.send(reading(time=time), sent_at=ago(seconds=2))

    (found,) = device.readings(program)
    assert (moment(found["time"]), found["skew"]) == (moment(time), 0)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"readings": []}, "readings"),
        ({"readings": [reading(str(number)) for number in range(1_001)]}, "readings"),
        ({"readings": "none"}, "readings"),
        ({}, "readings"),
        ({"readings": [reading()], "sent_at": "noon"}, "sent_at"),
        ({"readings": [reading()], "device": 1}, "device"),
        ([], ""),
    ],
)
def test_a_body_that_is_no_batch_is_refused_as_a_whole(device: Device, body: Any, named: str) -> None:
    assert_refused(device.post(body), 400, named)


def test_a_body_that_is_no_json_is_refused(device: Device) -> None:
    assert_refused(device.post(data='{"readings": [', content_type="application/json"), 400)
    assert_refused(device.post(data=b'{"readings": ["\xff"]}', content_type="application/json"), 400)
    assert_refused(device.post(data="a=b", content_type="text/plain"), 415)


def test_a_body_that_is_too_large_is_refused(device: Device) -> None:
    assert_refused(device.post({"readings": [reading("x" * 2_000_000)]}), 413)


def test_a_full_batch_is_taken_and_stored_in_a_few_portions(
    device: Device, queries: Callable[[Callable[[], object]], int]
) -> None:
    def sender(prefix: str, many: int) -> Callable[[], object]:
        batch = [reading(f"{prefix}{number}", metric=f"m{number % 20}") for number in range(many)]
        return lambda: device.send(*batch)

    queries(sender("first", 1))
    few = queries(sender("few", 2))

    assert queries(sender("many", 1_000)) <= few + 10


def test_nothing_but_sending_is_done_there(device: Device) -> None:
    answer = device.client.get(TELEMETRY, headers={"Authorization": f"Bearer {device.key}"})
    assert_refused(answer, 405)
    assert "POST" in answer.headers["Allow"]
