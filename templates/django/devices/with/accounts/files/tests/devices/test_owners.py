"""Devices of people: what is somebody else's is not there."""

from collections.abc import Callable

import pytest

from devices.device import Device, Program, assert_refused, reading


def test_nobody_reads_what_another_person_s_device_has_sent(
    device: Device, program: Program, program_of: Callable[[str], Program]
) -> None:
    device.send(reading())
    other = program_of("other")

    assert_refused(other.get(f"{device.path}state/"), 404)
    assert_refused(other.get(f"{device.path}readings/"), 404)
    assert program.get(f"{device.path}state/").status_code == 200


def test_a_device_belongs_to_somebody_who_is_there(run: Callable[[str], tuple[int, str]]) -> None:
    status, output = run("device create boiler --person nobody@example.org")

    assert status != 0
    assert "nobody@example.org" in output


@pytest.mark.parametrize("who", ["known", "other"])
def test_whoever_signs_up_may_have_devices(who: str, program_of: Callable[[str], Program]) -> None:
    made = program_of(who).send("POST", "/api/v1/devices/", {"name": "pump"})

    assert made.status_code == 201
