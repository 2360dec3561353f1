"""What devices have sent, as programs read it: the latest values, and the readings as far as they are kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from werkzeug.test import Client

from devices.device import Device, Program, ago, assert_refused, moment, reading

Run = Callable[[str], tuple[int, str]]
Queries = Callable[[Callable[[], object]], int]


@pytest.fixture
def six(device: Device) -> list[str]:
    """The ids of six readings, the newest first: temperatures, and the pressure at the same times."""
    times = [ago(hours=hours) for hours in (1, 2, 3)]
    device.send(*(reading(f"t{hour}", time=time, value=hour) for hour, time in enumerate(times, 1)))
    device.send(*(reading(f"p{hour}", time=time, metric="pressure") for hour, time in enumerate(times, 1)))
    return ["p1", "t1", "p2", "t2", "p3", "t3"]


def test_the_state_is_the_latest_of_each_metric(device: Device, six: list[str], program: Program) -> None:
    state = device.state(program)

    assert list(state) == ["pressure", "temperature"]
    assert state["temperature"]["value"] == 1
    assert set(state["temperature"]) == {"metric", "value", "time", "skew", "received_at"}
    assert state["temperature"]["time"].endswith("Z")


def test_a_reading_that_comes_late_does_not_turn_the_state_back(
    device: Device, six: list[str], program: Program
) -> None:
    device.send(reading("late", time=ago(hours=1.5), value=99))
    assert device.state(program)["temperature"]["value"] == 1

    device.send(reading("new", time=ago(hours=0.5), value=5), reading("older", time=ago(hours=0.7), value=99))
    assert device.state(program)["temperature"]["value"] == 5


def test_the_state_says_when_the_device_was_last_seen(device: Device, program: Program) -> None:
    def seen() -> Any:
        return program.get(f"{device.path}state/").get_json()["seen_at"]

    assert seen() is None
    device.send(reading(time=ago(hours=3)))
    assert moment(seen()) > moment(ago(minutes=1))


def test_readings_are_listed_the_newest_first(device: Device, six: list[str], program: Program) -> None:
    assert device.ids(program) == six


def test_pages_follow_each_other_without_a_gap(device: Device, six: list[str], program: Program) -> None:
    page = program.get(f"{device.path}readings/", page_size=3).get_json()
    assert [found["id"] for found in page["results"]] == six[:3]
    device.send(reading("newer"))

    following = program.get(page["next"]).get_json()

    assert [found["id"] for found in following["results"]] == six[3:]
    assert following["next"] is None


def test_readings_of_a_metric_and_of_a_time_are_found(device: Device, six: list[str], program: Program) -> None:
    assert device.ids(program, metric="pressure") == ["p1", "p2", "p3"]
    assert device.ids(program, metric="none") == []
    assert device.ids(program, since=ago(hours=2.5)) == six[:4]
    assert device.ids(program, until=ago(hours=2.5)) == six[4:]
    second = device.readings(program, metric="pressure")[1]["time"]
    assert device.ids(program, since=second, until=ago(hours=1.5)) == six[2:4]
    assert device.ids(program, until=second) == six[4:]
    page = program.get(f"{device.path}readings/", metric="temperature", page_size=2).get_json()
    assert [found["id"] for found in program.get(page["next"]).get_json()["results"]] == ["t3"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("metric", "a b"),
        ("since", "yesterday"),
        ("until", "2026-01-31T13:05:00"),
        ("page_size", "0"),
        ("page_size", "1001"),
        ("page_size", "many"),
        ("cursor", "x"),
        ("cursor", "2026-01-31T13:05:00Z~x"),
        ("colour", "red"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(device: Device, program: Program, name: str, value: str) -> None:
    assert_refused(program.get(f"{device.path}readings/", **{name: value}), 400, name)


def test_a_parameter_is_said_once(device: Device, program: Program) -> None:
    assert_refused(program.get(f"{device.path}readings/?metric=a&metric=b"), 400, "metric")


def test_strangers_read_nothing(device: Device) -> None:
    stranger = Program(device.client)
    assert_refused(stranger.get(f"{device.path}state/"), 401)
    assert_refused(stranger.get(f"{device.path}readings/"), 401)


def test_there_is_nothing_about_a_device_that_is_not_there(program: Program) -> None:
    for number in ("999", "99999999999999999999"):
        assert_refused(program.get(f"/api/v1/devices/{number}/state/"), 404)
        assert_refused(program.get(f"/api/v1/devices/{number}/readings/"), 404)


def test_more_readings_ask_the_database_no_more(device: Device, program: Program, queries: Queries) -> None:
    def look() -> object:
        return device.state(program), device.readings(program)

    device.send(reading())
    look()
    few = queries(look)
    device.send(*(reading(f"more{number}", metric=f"m{number}") for number in range(50)))

    assert queries(look) == few


def test_readings_are_kept_for_so_many_days_and_the_state_for_good(device: Device, program: Program, run: Run) -> None:
    device.send(reading("old", time=ago(days=80)), reading("young", metric="pressure"))
    assert run("prune") == (0, "Readings deleted: 0.\n")

    with time_machine.travel(timedelta(days=20)):
        assert run("prune") == (0, "Readings deleted: 1.\n")
        assert device.ids(program) == ["young"]
        assert list(device.state(program)) == ["pressure", "temperature"]


def test_what_devices_do_is_described(http: Client) -> None:
    described = http.get("/api/openapi.json").get_json()

    sending = described["paths"]["/api/v1/telemetry/"]["post"]
    assert sending["operationId"] == "send_telemetry"
    assert sending["security"] == [{"device": []}]
    assert {"200", "4XX"} <= set(sending["responses"])
    assert described["components"]["securitySchemes"]["device"]["scheme"] == "bearer"
    for below, name in (("state", "get_state"), ("readings", "list_readings")):
        operation = described["paths"][f"/api/v1/devices/{{id}}/{below}/"]["get"]
        assert operation["operationId"] == name
        assert {"knoxApiToken": []} in operation["security"]
