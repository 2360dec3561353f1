"""What comes out runs: installed for real, its own checks pass, its server answers in development and in production.

`SCAFFOLD_TESTS_CACHE` may name a folder for uv's and mypy's caches, shared by runs; without it they last one run.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from generator.knowledge import load_knowledge
from tests.support import scaffold

pytestmark = pytest.mark.generated

KINDS = load_knowledge().question("kind").option_ids
SECRET = "a-secret-for-this-test-alone-0123456789-abcdefghijklmnopqrstuvwxyz"
PRODUCTION = {"APP_ENV": "production", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "127.0.0.1", "DEBUG": "false"}


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, str]:
    """The environment of a generated project: nothing of ours in it, caches that are warm from the second one on."""
    cache = Path(os.environ.get("SCAFFOLD_TESTS_CACHE", tmp_path_factory.getbasetemp().parent / "cache"))
    kept = ("PATH", "LANG", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(tmp_path_factory.mktemp("home")),
        "UV_CACHE_DIR": str(cache / "uv"),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "MYPY_CACHE_DIR": str(cache / f"mypy-{worker_id}"),
    }


def run(folder: Path, surroundings: dict[str, str], *command: str, **environment: str) -> str:
    """What the command printed; the test fails with it where the command does."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=surroundings | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-8000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


def generate(folder: Path, **answers: str) -> Path:
    """A project with these answers and defaults for the rest."""
    settings = [part for id, value in answers.items() for part in ("--set", f"{id}={value}")]
    made = scaffold("new", "shelf", *settings, "--defaults", "--into", folder, "--json")
    assert made.status == 0, made.err
    return Path(made.json["path"])


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, surroundings: dict[str, str], task: str, **environment: str) -> Iterator[str]:
    """The address of the project's server while it runs, started by one of its tasks."""
    port, log = free_port(), folder.parent / f"{task}.log"
    with log.open("wb") as output:
        process = start(folder, surroundings | environment | {"PORT": str(port)}, task, output)
        try:
            wait_for(f"http://127.0.0.1:{port}/health/live/", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                pytest.fail(f"the server of {task} does not stop on SIGTERM:\n{log.read_text()[-4000:]}")


def start(folder: Path, environment: dict[str, str], task: str, output: IO[bytes]) -> subprocess.Popen[bytes]:
    """A task of the project in a process group of its own, so that what it starts can be stopped with it."""
    return subprocess.Popen(
        ["uv", "run", "poe", task],
        cwd=folder,
        env=environment,
        stdout=output,
        stderr=output,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Nothing, as soon as the address answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer:\n{log.read_text()[-4000:]}")


def fetch(url: str) -> tuple[int, str, str]:
    """Status, content type and text of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read().decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_project_of_every_kind_installs_passes_its_own_check_and_serves(
    framework: str, kind: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = generate(tmp_path, framework=framework, kind=kind)
    run(project, surroundings, "uv", "sync", "--quiet")
    told = run(project, surroundings, "uv", "run", "poe", "check")
    assert re.search(r"\d+ passed", told)
    assert not re.search(r"\d+ (skipped|xfailed)", told)
    for task, environment in (("dev", {}), ("start", PRODUCTION)):
        with serving(project, surroundings, task, **environment) as address:
            status, _, home = fetch(f"{address}/")
            assert status == 200
            assert "Shelf" in home
            for health in ("live", "ready"):
                assert fetch(f"{address}/health/{health}/")[0] == 200
            assert fetch(f"{address}/nowhere/")[0] == 404
    assert run(project, surroundings, "git", "status", "--porcelain").strip() == "?? uv.lock"


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_project_works_with_pip_alone(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(tmp_path, framework=framework, kind="website")
    python = str(project / ".venv/bin/python")
    run(project, surroundings, sys.executable, "-m", "venv", ".venv")
    run(project, surroundings, python, "-m", "pip", "install", "--quiet", "--upgrade", "pip")
    run(project, surroundings, python, "-m", "pip", "install", "--quiet", "--editable", ".", "--group", "dev")
    # The programs of these tests are out of its sight: what the project needs has to lie in its own environment.
    run(project, surroundings, str(project / ".venv/bin/poe"), "check", PATH=os.defpath)


@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize(
    "fault",
    [{"SECRET_KEY": "short"}, {"SECRET_KEY": ""}, {"ALLOWED_HOSTS": "*"}, {"DEBUG": "true"}, {"DATABASE_URL": "x://y"}],
    ids=str,
)
def test_production_refuses_a_bad_configuration_in_plain_words(
    framework: str, fault: dict[str, str], tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = generate(tmp_path, framework=framework, kind="microservice")
    (project / ".env").unlink()
    run(project, surroundings, "uv", "sync", "--quiet")
    log = tmp_path / "start.log"
    with log.open("wb") as output:
        process = start(project, surroundings | PRODUCTION | fault | {"PORT": str(free_port())}, "start", output)
        try:
            assert process.wait(60) != 0
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    told = log.read_text()
    assert next(iter(fault)) in told
    assert "Traceback" not in told


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_install_leaves_a_locked_and_committed_project(
    framework: str, tmp_path: Path, surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in surroundings.items():
        if name.startswith("UV_"):
            monkeypatch.setenv(name, value)
    made = scaffold("new", "shelf", "--set", f"framework={framework}", "--defaults", "--into", tmp_path, "--install")
    assert made.status == 0, made.err
    project = tmp_path / "shelf"
    assert run(project, surroundings, "git", "status", "--porcelain") == ""
    assert "uv.lock" in run(project, surroundings, "git", "ls-files")
