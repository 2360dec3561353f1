"""Updates that are killed, raced and refused by the file system, with the real program."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.evolve import backup
from tests.support import COMPLETE, scaffold_process, settings, snapshot, write_files

pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-m", "generator"]
UPDATE = ["update", "--set", "scale=medium"]


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a project, without what undoing needs."""
    return {path: text for path, text in snapshot(folder).items() if not path.startswith(".scaffold/undo")}


def made(folder: Path, *, in_git: bool) -> Path:
    """Return a new project with an edit of its owner."""
    said = settings({**COMPLETE, "author": "Ada", "email": ""})
    done = scaffold_process("new", *said, "--framework", "django", "--into", folder, *(() if in_git else ["--no-git"]))
    assert done.returncode == 0, done.stderr
    project = folder / "shelf"
    urls = project / "config/urls.py"
    urls.write_text("# mine\n" + urls.read_text(encoding="utf-8"), encoding="utf-8")
    return project


def start(project: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=project,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )


EVERY_STEP = """
import os, shutil, signal, sys
from pathlib import Path
from generator.evolve import backup
from generator.evolve.backup import Content

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}
start, project = Path(sys.argv[1]), Path(sys.argv[2])
files = {
    "changed.txt": Content(b"new", 0o644),
    "program.sh": Content(b"new", 0o755),
    "folder/gone.txt": None,
    "new/folder/added.txt": Content(b"new", 0o644),
}

def state():
    return {
        str(place.relative_to(project)): (place.read_bytes(), place.stat().st_mode)
        for place in project.rglob("*")
        if place.is_file() and ".scaffold" not in place.parts
    }

def killed_at(step):
    pid = os.fork()
    if pid == 0:
        left = [step]
        def count(event, arguments):
            if event in STEPS:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(count)
        backup.write_files(project, files, {})
        backup.close(project)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0

seen, step, states = [], 0, set()
while True:
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(start, project)
    before = state()
    was_killed = killed_at(step)
    if backup.was_interrupted(project):
        backup.take_back(project)
        assert state() == before, step
        states.add("taken back")
    elif state() == before:
        states.add("before")
    else:
        states.add("after")
        assert state()["changed.txt"][0] == b"new" and "folder/gone.txt" not in state(), step
    backup.write_files(project, files, {})
    backup.close(project)
    assert not backup.was_interrupted(project), step
    if not was_killed:
        break
    step += 1
print(step, sorted(states))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process for each step")
@pytest.mark.parametrize("is_second", [False, True], ids=["first update", "second update"])
def test_killed_at_every_step_of_writing_a_project_is_as_before_or_as_after(is_second: bool, tmp_path: Path) -> None:
    files = {"changed.txt": "old", "program.sh": "old", "folder/gone.txt": "old", ".scaffold/answers.yml": ""}
    before = write_files(tmp_path / "start", files)
    if is_second:
        backup.write_files(before, {"changed.txt": backup.Content(b"older", 0o644)}, {})
        backup.close(before)
    command = [sys.executable, "-c", EVERY_STEP, str(before), str(tmp_path / "project")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    steps, states = done.stdout.strip().split(" ", 1)
    assert int(steps) > 30
    assert states == "['after', 'before', 'taken back']"


@pytest.mark.parametrize(
    ("number", "in_git", "attempts"),
    [
        pytest.param(signal.SIGKILL, True, 20, id="SIGKILL, git"),
        *(
            pytest.param(number, in_git, 100, id=f"{number.name}, {place}, 100 times", marks=pytest.mark.exhaustive)
            for number in (signal.SIGKILL, signal.SIGINT)
            for in_git, place in ((True, "git"), (False, "no git"))
        ),
    ],
)
def test_killed_at_any_moment_a_project_is_as_before_or_as_after(
    number: signal.Signals, in_git: bool, attempts: int, tmp_path: Path
) -> None:
    project = made(tmp_path, in_git=in_git)
    pristine = tmp_path / "pristine"
    shutil.copytree(project, pristine, symlinks=True)
    before = files(project)
    began = time.monotonic()
    assert scaffold_process(*UPDATE, cwd=project).returncode == 0
    duration = time.monotonic() - began
    after = files(project)
    assert after != before
    chance = random.Random(number)
    for attempt in range(attempts):
        project = shutil.copytree(pristine, tmp_path / f"{attempt}", symlinks=True)
        process = start(project, *UPDATE)
        if attempt % 2:
            wait_until_writing(project, process, chance.uniform(0, 0.012))
        else:
            time.sleep(chance.uniform(0.1, 1.0) * duration)
        process.send_signal(number)
        process.communicate()
        if files(project) not in (before, after):
            aborted = scaffold_process("update", "--abort", cwd=project)
            assert aborted.returncode == 0, aborted.stderr
            assert files(project) == before
        elif attempt % 4 == 0:
            again = scaffold_process(*UPDATE, cwd=project)
            assert again.returncode == 0, again.stderr
            assert files(project) == after


def wait_until_writing(project: Path, process: subprocess.Popen[str], more: float) -> None:
    """Return some time after the journal is there, or when the process has ended."""
    journal = project / ".scaffold/undo/journal.json"
    while process.poll() is None and not journal.exists():
        time.sleep(0.0005)
    time.sleep(more)


def test_an_edit_of_the_same_size_in_the_second_of_the_commit_is_seen(tmp_path: Path) -> None:
    project = made(tmp_path, in_git=True)
    edited = project / "config/settings.py"
    lines = edited.read_text(encoding="utf-8")
    for number in (1, 3, 5):
        time.sleep(1 - time.time() % 1)  # git compares times in whole seconds
        edited.write_text(f"# mine {number}\n{lines}", encoding="utf-8")
        subprocess.run(["git", "commit", "-qam", "Edit"], cwd=project, check=True)
        edited.write_text(f"# mine {number + 1}\n{lines}", encoding="utf-8")
        time.sleep(1.1 - time.time() % 1)
        assert scaffold_process(*UPDATE, cwd=project).returncode == 0
        assert edited.read_text(encoding="utf-8").startswith(f"# mine {number + 1}\n")
        assert scaffold_process("undo", cwd=project).returncode == 0


def test_the_next_update_takes_an_interrupted_one_back_and_saves_later_edits(tmp_path: Path) -> None:
    project = made(tmp_path, in_git=True)
    before = files(project)
    program = f"""
import os, signal, sys
from generator.evolve import backup
replace, count = backup._replace, [0]
def replace_and_die(*arguments):
    replace(*arguments)
    count[0] += 1
    if count[0] == 9:
        os.kill(os.getpid(), signal.SIGKILL)
backup._replace = replace_and_die
sys.argv = ["scaffold", *{UPDATE!r}]
from generator.cli import main
main()
"""
    subprocess.run([sys.executable, "-c", program], cwd=project, check=False, capture_output=True)
    half = files(project)
    assert half != before
    assert scaffold_process("check", cwd=project).returncode == 2
    assert "was interrupted" in scaffold_process("diff", cwd=project).stderr
    edited = next(path for path in sorted(half) if half[path] != before.get(path))
    (project / edited).write_text("edited later\n", encoding="utf-8")
    done = scaffold_process(*UPDATE, cwd=project)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Took back an update that was interrupted.\nYour edits since are in {edited}.")
    assert (project / f"{edited}.scaffold-saved").read_text(encoding="utf-8") == "edited later\n"


def test_of_two_updates_at_once_both_end_and_the_project_is_whole(tmp_path: Path) -> None:
    project = made(tmp_path, in_git=True)
    racers = [start(project, *UPDATE) for _ in range(2)]
    told = [racer.communicate()[1] for racer in racers]
    statuses = sorted(racer.returncode for racer in racers)
    assert statuses in ([0, 0], [0, 1]), told
    assert "Traceback" not in "".join(told)
    assert scaffold_process("check", cwd=project).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB; mounting needs root, as CI has."""
    if os.geteuid() != 0:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must be able to mount"
        pytest.skip("only root can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("free", [0, 40, 80, 120, 160, 200, 240])
def test_on_a_full_disk_nothing_changes(free: int, small_disk: Path, tmp_path: Path) -> None:
    project = made(small_disk, in_git=False)
    before = files(project)
    room = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"x" * (room - free * 1024))
    done = scaffold_process(*UPDATE, cwd=project)
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert "No space left on device; nothing was changed" in done.stderr
        assert files(project) == before
    else:
        assert scaffold_process("check", cwd=project).returncode == 0
