"""How devices are known."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from werkzeug.test import Client, TestResponse

from devices.device import TELEMETRY, Device, Program, assert_refused, reading

Run = Callable[[str], tuple[int, str]]

UNKNOWN = "dev_nobody-knows-this-one-0123456789-abcdefghi"


def with_key(device: Device, key: str) -> TestResponse:
    """The answer to a device that shows another key."""
    return Device(device.client, device.number, key).post({"readings": [reading()]})


def new_key(output: str) -> str:
    return next(word for word in output.split() if word.startswith("dev_"))


@pytest.mark.parametrize(
    "shown", ["", "Bearer", f"Bearer {UNKNOWN}", f"Basic {UNKNOWN}", UNKNOWN, f"Bearer  {UNKNOWN}"]
)
def test_a_device_without_a_key_of_ours_is_refused(http: Client, shown: str) -> None:
    answer = http.post(TELEMETRY, json={"readings": [reading()]}, headers={"Authorization": shown} if shown else {})

    assert_refused(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_is_shown_as_a_bearer_s(device: Device) -> None:
    for scheme, status in (("bearer", 200), ("Basic", 401)):
        headers = {"Authorization": f"{scheme} {device.key}"}
        assert device.client.post(TELEMETRY, json={"readings": [reading()]}, headers=headers).status_code == status


def test_the_token_of_a_program_is_no_key(program: Program) -> None:
    assert_refused(program.send("POST", TELEMETRY, {"readings": [reading()]}), 401)


def test_a_key_opens_nothing_but_telemetry(device: Device) -> None:
    for path in ("/api/v1/devices/", f"{device.path}state/", f"{device.path}readings/"):
        assert_refused(device.client.get(path, headers={"Authorization": f"Bearer {device.key}"}), 401)


def test_a_key_is_shown_once(device: Device, run: Run) -> None:
    status, output = run("device list")

    assert status == 0
    assert device.key[:12] in output
    assert device.key not in output
    assert "never seen" in output
    device.send(reading())
    assert "never seen" not in run("device list")[1]


def test_a_new_key_takes_the_place_of_the_one_before(device: Device, run: Run) -> None:
    status, output = run(f"device rotate {device.number}")

    assert status == 0, output
    assert_refused(device.post({"readings": [reading()]}), 401)
    assert with_key(device, new_key(output)).status_code == 200


def test_keys_overlap_for_as_long_as_was_said(device: Device, run: Run) -> None:
    status, output = run(f"device rotate {device.number} --hours 2")

    assert status == 0, output
    assert device.post({"readings": [reading()]}).status_code == 200
    with time_machine.travel(timedelta(hours=2, minutes=1)):
        assert_refused(device.post({"readings": [reading()]}), 401)
        assert with_key(device, new_key(output)).status_code == 200


def test_a_device_whose_keys_are_revoked_is_unknown(device: Device, run: Run) -> None:
    status, output = run(f"device revoke {device.number}")

    assert (status, "now: 1" in output) == (0, True)
    assert_refused(device.post({"readings": [reading()]}), 401)
    assert "no key" in run("device list")[1]


def test_a_device_that_is_deleted_goes_with_its_keys_and_what_it_has_sent(device: Device, program: Program) -> None:
    device.send(reading())

    assert program.send("DELETE", device.path).status_code == 204

    assert_refused(device.post({"readings": [reading()]}), 401)
    assert_refused(program.get(f"{device.path}state/"), 404)
    assert_refused(program.get(f"{device.path}readings/"), 404)


def test_a_device_made_by_the_api_is_given_a_key(program: Program, device: Device, run: Run) -> None:
    made = program.send("POST", "/api/v1/devices/", {"name": "pump"}).get_json()

    status, output = run(f"device rotate {made['id']}")

    assert status == 0, output
    pump = Device(device.client, made["id"], new_key(output))
    assert pump.send(reading())["stored"] == 1


def test_a_name_is_taken_once(device: Device, make_device: Callable[..., Device]) -> None:
    with pytest.raises(AssertionError, match="there is a device boiler already"):
        make_device("boiler")


@pytest.mark.parametrize(
    ("words", "named"),
    [("device rotate 999", "999"), ("device revoke 999", "999"), ("device rotate 1 --hours 9999", "hours")],
)
def test_a_wrong_word_about_devices_is_answered_in_a_line(run: Run, words: str, named: str) -> None:
    status, output = run(words)

    assert status != 0
    assert named in output
    assert "Traceback" not in output


def test_a_device_that_sends_too_often_is_told_to_wait(make_device: Callable[..., Device]) -> None:
    boiler, fridge = make_device("boiler"), make_device("fridge")

    answers = (boiler.post({}) for _ in range(1_300))
    refused = next((answer for answer in answers if answer.status_code == 429), None)

    assert refused is not None
    assert_refused(refused, 429)
    assert int(refused.headers["Retry-After"]) in range(1, 61)
    assert fridge.send(reading())["stored"] == 1
