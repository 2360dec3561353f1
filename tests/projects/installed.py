"""A generated project that is really installed: generate it, run its tasks, start and stop its server.

`SCAFFOLD_TESTS_CACHE` may name a folder for uv's and mypy's caches, shared by runs; without it they last one run.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.projects.covering import CHECKED_KINDS
from tests.support import scaffold

SECRET = "a-secret-for-this-test-alone-0123456789-abcdefghijklmnopqrstuvwxyz"
PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "127.0.0.1",
    "DEBUG": "false",
    "EMAIL_URL": "smtp://127.0.0.1:1025",
    "EMAIL_FROM": "noreply@example.org",
    "HTTPS_REDIRECT": "false",
    "SECURITY_CONTACT": "mailto:security@example.org",
}
"""A server in production that is spoken to without a proxy in front."""

WITHOUT_COVERAGE = "--no-cov -W ignore::pytest_cov.CovDisabledWarning"


def clean_surroundings(cache: Path, home: Path, worker: str) -> dict[str, str]:
    """Return the environment variables for a generated project: none of ours, and shared caches."""
    (temporary := home / "tmp").mkdir()
    kept = ("PATH", "LANG", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "UV_CACHE_DIR": str(cache / "uv"),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "MYPY_CACHE_DIR": str(cache / f"mypy-{worker}"),
    }


def run(folder: Path, surroundings: dict[str, str], *command: str, **environment: str) -> str:
    """Run a command; return its output, or fail with it."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=surroundings | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-8000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


def generate(folder: Path, **answers: str) -> Path:
    """Generate a project with these answers and defaults."""
    settings = [part for id, value in answers.items() for part in ("--set", f"{id}={value}")]
    made = scaffold("new", "shelf", *settings, "--defaults", "--into", folder, "--json")
    assert made.status == 0, made.err
    return Path(made.json["path"])


def generate_from(folder: Path, answers: Mapping[str, object]) -> Path:
    """Generate a project from an answer file with these answers, and defaults."""
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    made = scaffold("new", "shelf", "--answers", folder / "answers.json", "--defaults", "--into", folder, "--json")
    assert made.status == 0, made.err
    return Path(made.json["path"])


def proven(folder: Path, surroundings: dict[str, str], **answers: str) -> Path:
    """Return a project with these answers that is installed, passes its own check, and is served in production.

    Where the covering set runs the tests of its kind, they are only collected here.
    """
    project = generate(folder, **answers)
    run(project, surroundings, "uv", "sync", "--quiet")
    if {"framework": answers["framework"], "kind": answers["kind"]} in CHECKED_KINDS:
        forget_models(surroundings)
        run(project, surroundings, "uv", "run", "poe", "check", PYTEST_ADDOPTS=f"{WITHOUT_COVERAGE} --collect-only")
    else:
        check(project, surroundings, with_coverage=False)
    if has_task(project, "migrate"):
        run(project, surroundings, "uv", "run", "poe", "migrate", **PRODUCTION)
    with serving(project, surroundings, "start", **PRODUCTION) as address:
        status, _, home = fetch(f"{address}/")
        assert status == 200
        assert "Shelf" in home
        for health in ("live", "ready"):
            assert fetch(f"{address}/health/{health}/")[0] == 200
        assert fetch(f"{address}/nowhere/")[0] == 404
    assert run(project, surroundings, "git", "status", "--porcelain").strip() == "?? uv.lock"
    return project


def check(project: Path, surroundings: dict[str, str], *, with_coverage: bool = True) -> None:
    """Run the project's own check, which must leave no test out, and must not depend on the settings in `.env`.

    Coverage takes a third of its time.
    """
    options = {} if with_coverage else {"PYTEST_ADDOPTS": WITHOUT_COVERAGE}
    forget_models(surroundings)
    file = project / ".env"
    kept = file.read_text(encoding="utf-8")
    file.write_text(f"{kept}\nALLOWED_HOSTS=unknown.example\n", encoding="utf-8")
    told = run(project, surroundings, "uv", "run", "poe", "check", **options)
    file.write_text(kept, encoding="utf-8")
    assert re.search(r"\d+ passed", told)
    assert not re.search(r"\d+ (skipped|xfailed)", told)


def forget_models(surroundings: dict[str, str]) -> None:
    """Remove the modules with models, and those that use Django's app registry, from mypy's cache.

    The cache is shared by projects. Its plugin for Django makes these modules depend on those of all models, and mypy
    looks for the models of the previous project.
    """
    for file in Path(surroundings["MYPY_CACHE_DIR"]).glob("*/cache*.db"):
        with closing(sqlite3.connect(file)) as cache, cache:
            cache.execute("DELETE FROM files2 WHERE path LIKE '%apps.%' OR path LIKE '%models%'")


def has_task(project: Path, task: str) -> bool:
    """Return whether the project has a task of this name."""
    pyproject = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    return task in pyproject["tool"]["poe"]["tasks"]


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    folder: Path, surroundings: dict[str, str], task: str, command: Sequence[str] = (), **environment: str
) -> Iterator[str]:
    """Serve the project by one of its tasks, or by a command; yield the address.

    The development server finds the demo data; what loading them printed is at the beginning of its log.
    """
    port, log = free_port(), folder.parent / f"{task}.log"
    address = f"http://127.0.0.1:{port}{environment.get('SCRIPT_NAME', '')}"
    with log.open("wb") as output:
        if task == "dev" and not command:
            output.write(prepare(folder, surroundings, environment).encode())
            output.flush()
        environment = surroundings | environment | {"PORT": str(port)}
        process = start(folder, environment, command or ("poe", task), output)
        try:
            wait_for(f"{address}/health/live/", process, log)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                pytest.fail(f"the server of {task} does not stop on SIGTERM:\n{log.read_text()[-4000:]}")


@contextmanager
def serving_development(folder: Path, surroundings: dict[str, str], **environment: str) -> Iterator[str]:
    """Serve the project with development's settings and demo data by its production server.

    That answers at once; Django's `runserver` sends its answers in pieces that each wait 40 ms for an acknowledgement.
    """
    settings = {"APP_ENV": "development", **environment}
    prepare(folder, surroundings, settings)
    with serving(folder, surroundings, "start", **settings) as address:
        yield address


def prepare(folder: Path, surroundings: dict[str, str], settings: Mapping[str, str]) -> str:
    """Migrate the database and load the demo data, where the project has tasks for it; return what they printed."""
    tasks = [task for task in ("migrate", "seed") if has_task(folder, task)]
    return "".join(run(folder, surroundings, "uv", "run", "poe", task, **settings) for task in tasks)


def start(
    folder: Path, environment: dict[str, str], command: Sequence[str], output: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start a command of the project in a process group of its own, so that its children stop with it."""
    return subprocess.Popen(
        ["uv", "run", *command],
        cwd=folder,
        env=environment,
        stdout=output,
        stderr=output,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the address responds."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer:\n{log.read_text()[-4000:]}")


def fetch(url: str) -> tuple[int, str, str]:
    """Return status, content type and text of a response."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read().decode()
