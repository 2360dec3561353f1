"""How soon the development server answers, as a ratio to the framework's own command in the same run."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.projects.installed import free_port, generate, run

pytestmark = [pytest.mark.generated, pytest.mark.exhaustive]

BARE = {"flask": ["flask", "run", "--debug", "--port"], "django": ["python", "manage.py", "runserver"]}
RUNS, MOST = 3, 3.0
"""How often each is measured, and the highest ratio of the quickest runs."""


def seconds_to_answer(project: Path, environment: dict[str, str], command: list[str], port: int) -> float:
    """Return how long it takes until the home page is there, with status 200."""
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while process.poll() is None and time.monotonic() < began + 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"{command} does not answer")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(15)


@pytest.mark.parametrize("framework", BARE)
def test_poe_dev_answers_within_three_times_the_frameworks_own_command(
    framework: str, surroundings: dict[str, str], tmp_path: Path
) -> None:
    project = generate(tmp_path, framework=framework, kind="website", accounts="accounts")
    run(project, surroundings, "uv", "sync", "--quiet")
    environment = {**surroundings, "APP_ENV": "development"}
    took: dict[str, list[float]] = {"dev": [], "bare": []}
    for _ in range(RUNS + 1):  # the first one compiles
        port = free_port()
        took["dev"].append(
            seconds_to_answer(project, {**environment, "PORT": str(port)}, ["uv", "run", "poe", "dev"], port)
        )
        bare = ["uv", "run", *BARE[framework], str(port)]
        took["bare"].append(seconds_to_answer(project, environment, bare, port))
    assert min(took["dev"][1:]) <= MOST * min(took["bare"][1:]), took
