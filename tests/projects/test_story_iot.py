"""The story of devices: one sends, what it sends again is counted once, programs read it, and old readings go."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.projects.installed import PRODUCTION, proven, run, serving
from tests.projects.story import assert_described

pytestmark = pytest.mark.generated


def reading(number: int, days: float = 0) -> dict[str, Any]:
    time = datetime.now(UTC) - timedelta(days=days, seconds=1000 - number)
    return {"id": f"r{number}", "metric": f"m{number % 3}", "value": float(number), "time": time.isoformat()}


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_device_sends_twice_and_is_counted_once(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = proven(tmp_path, surroundings, kind="iot", framework=framework)

    def task(*words: str, **environment: str) -> str:
        return run(project, surroundings, "uv", "run", "poe", "-q", *words, **(PRODUCTION | environment))

    task("migrate")
    told = task("device", "create", "boiler")
    key, device = re.findall(r"dev_[\w-]{40,}", told)[0], re.findall(r"Device (\d+)", told)[0]
    token = re.findall(r"tok_[\w-]+", task("token", "create", "tests", "--scope", "read"))[0]
    with serving(project, surroundings, "start", **PRODUCTION, API_RATE="1000000") as address:

        def send(batch: list[dict[str, Any]]) -> dict[str, Any]:
            sent = {"sent_at": datetime.now(UTC).isoformat(), "readings": batch}
            headers = {"Authorization": f"Bearer {key}"}
            answer = requests.post(f"{address}/api/v1/telemetry/", json=sent, headers=headers, timeout=30)
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            return found

        def read(path: str) -> dict[str, Any]:
            headers = {"Authorization": f"Bearer {token}"}
            answer = requests.get(f"{address}/api/v1/devices/{device}/{path}", headers=headers, timeout=30)
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            return found

        batch = [reading(number) for number in range(500)]
        with ThreadPoolExecutor(8) as pool:
            at_once = list(pool.map(send, [batch] * 8))
        assert sum(answer["stored"] for answer in at_once) == 500
        assert sum(answer["repeated"] for answer in at_once) == 3500
        assert send([reading(1), {"id": "bad"}, reading(900, days=2)]) | {"refused": 1} == {
            "stored": 1,
            "repeated": 1,
            "refused": 1,
        }

        assert read("")["name"] == "boiler"
        assert [(found["metric"], found["value"]) for found in read("state/")["metrics"]] == [
            ("m0", 498),
            ("m1", 499),
            ("m2", 497),
        ]
        assert len(read("readings/?page_size=1000")["results"]) == 501
        assert task("prune", RETENTION_DAYS="1").strip().endswith("Readings deleted: 1.")
        assert len(read("readings/?page_size=1000")["results"]) == 500
        assert_described(address, key, "/api/v1/telemetry/")
        task("device", "revoke", device)
        refused = requests.post(
            f"{address}/api/v1/telemetry/", json={}, headers={"Authorization": f"Bearer {key}"}, timeout=30
        )
        assert refused.status_code == 401
        (writes,) = re.findall(r"tok_[\w-]+", task("token", "create", "writes"))
        assert_described(address, writes)
