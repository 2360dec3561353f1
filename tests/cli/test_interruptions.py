"""The real program, stopped at random moments, raced against itself, and turned away by the file system."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import BECOME_NOBODY, COMPLETE, left_behind, open_to_all, settings, snapshot

pytestmark = pytest.mark.slow

NEW = [sys.executable, "-m", "generator", "new", *settings({**COMPLETE, "author": "Ada", "email": ""})]


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The program, making the project `shelf` in a folder."""
    command = [*NEW, *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=folder, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


def finished(folder: Path) -> tuple[int, str]:
    """The exit status of a whole run, and what it said on stderr."""
    process = start(folder)
    _, told = process.communicate()
    return process.returncode, told


def wait_until_writing(folder: Path, process: subprocess.Popen[str]) -> None:
    """Nothing, as soon as something lies in the folder or the process has ended."""
    while process.poll() is None and not left_behind(folder):
        time.sleep(0.001)


def written(folder: Path) -> dict[str, bytes]:
    """The project that lies in a folder, without its secret; nothing where there is none."""
    return {path: content for path, content in snapshot(folder / "shelf").items() if path != ".env"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run that nothing stops writes."""
    folder = tmp_path_factory.mktemp("whole")
    assert finished(folder) == (0, "")
    return written(folder)


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name
)
def test_stopped_at_random_moments_a_project_is_whole_or_absent(
    number: signal.Signals, whole: dict[str, bytes], tmp_path: Path
) -> None:
    began = time.monotonic()
    assert finished(tmp_path) == (0, "")
    duration = time.monotonic() - began
    shutil.rmtree(tmp_path / "shelf")
    chance = random.Random(number)
    for attempt in range(20):
        process = start(tmp_path)
        if attempt % 2:
            time.sleep(chance.uniform(0.1, 1.1) * duration)
        else:
            wait_until_writing(tmp_path, process)
            time.sleep(chance.uniform(0, 0.05))
        process.send_signal(number)
        process.communicate()
        assert written(tmp_path) in ({}, whole)
        if number != signal.SIGKILL:
            assert left_behind(tmp_path) in ([], ["shelf"])
        shutil.rmtree(tmp_path / "shelf", ignore_errors=True)
        assert finished(tmp_path) == (0, "")
        assert left_behind(tmp_path) == ["shelf"]
        assert written(tmp_path) == whole
        shutil.rmtree(tmp_path / "shelf")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_stopped_at_random_moments_an_existing_folder_has_the_whole_project_or_none_of_it(
    number: signal.Signals, whole: dict[str, bytes], tmp_path: Path
) -> None:
    shelf = tmp_path / "shelf"
    chance = random.Random(number)
    for _ in range(10):
        shutil.rmtree(shelf, ignore_errors=True)
        subprocess.run(["git", "init", "--quiet", str(shelf)], check=True)
        process = start(tmp_path)
        while process.poll() is None and left_behind(shelf) == [".git"]:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.03))
        process.send_signal(number)
        process.communicate()
        if number != signal.SIGKILL:
            assert written(tmp_path) in ({}, whole)
        status, _ = finished(tmp_path)
        if status == 0:
            assert not list(shelf.glob(".scaffold-*"))
        for stage in shelf.glob(".scaffold-*"):
            shutil.rmtree(stage)  # of a run that was killed when it had moved all files
        assert written(tmp_path) == whole


def test_of_two_runs_into_one_existing_folder_exactly_one_wins_and_is_whole(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    for _ in range(5):
        (tmp_path / "shelf").mkdir()
        racers = [start(tmp_path) for _ in range(2)]
        told = [racer.communicate()[1] for racer in racers]
        assert sorted(racer.returncode for racer in racers) == [0, 1], told
        assert written(tmp_path) == whole
        assert not list((tmp_path / "shelf").glob(".scaffold-*"))
        shutil.rmtree(tmp_path / "shelf")


def test_stopped_while_it_loads_it_says_nothing_and_exits_with_130(tmp_path: Path) -> None:
    program = """
import os, signal, sys
import generator.__main__ as entry
register = signal.signal
def register_and_stop(number, handler):
    register(number, handler)
    os.kill(os.getpid(), signal.SIGINT)
signal.signal = register_and_stop
sys.argv = ["scaffold", "new", "shelf", "--defaults"]
entry.main()
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert left_behind(tmp_path) == []


def test_stopped_when_the_project_is_there_it_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    for _ in range(5):
        process = start(tmp_path, "--json")
        while process.poll() is None and not (tmp_path / "shelf").exists():
            time.sleep(0.0005)
        process.send_signal(signal.SIGINT)
        told, faults = process.communicate()
        assert (process.returncode, faults) == (0, "")
        assert '"path"' in told
        shutil.rmtree(tmp_path / "shelf")


def test_of_two_runs_into_one_place_exactly_one_wins_and_is_whole(whole: dict[str, bytes], tmp_path: Path) -> None:
    for _ in range(10):
        racers = [start(tmp_path, "--no-git") for _ in range(2)]
        told = [racer.communicate()[1] for racer in racers]
        assert sorted(racer.returncode for racer in racers) == [0, 1], told
        assert "Traceback" not in "".join(told)
        assert written(tmp_path) == whole
        assert left_behind(tmp_path) == ["shelf"]
        shutil.rmtree(tmp_path / "shelf")


def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    parent = tmp_path / "closed"
    parent.mkdir(mode=0o555)
    open_to_all(tmp_path)
    words = ["scaffold", *NEW[3:], "--into", str(parent)]
    program = f"from generator import cli, workflow{BECOME_NOBODY}\nimport sys\nsys.argv = {words!r}\ncli.main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"scaffold: {parent}: is not writable; choose another folder with --into"]
    assert left_behind(parent) == []
