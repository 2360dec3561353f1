import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import WriteError
from generator.project.writer import write_project
from generator.rendering.tree import EXECUTABLE, File, Tree
from tests.support import left_behind, snapshot, write_files

TREE = Tree(
    {
        "README.md": File(b"# Shelf\n", "base"),
        "app/run.sh": File(b"#!/bin/sh\n", "base", EXECUTABLE),
        ".env": File(b"SECRET_KEY=x\n", "base", once=True),
        **{f"app/module_{n:03}.py": File(b"x = 1\n" * 200, "base") for n in range(80)},
    }
)
WHOLE = {path: file.content for path, file in TREE.items()}


def test_a_tree_is_written_whole_with_its_modes(tmp_path: Path) -> None:
    write_project(TREE, tmp_path / "shelf")
    assert snapshot(tmp_path / "shelf") == WHOLE
    assert (tmp_path / "shelf/app/run.sh").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "shelf/README.md").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "shelf/.env").stat().st_mode & 0o777 == 0o600
    assert left_behind(tmp_path) == ["shelf"]


def test_an_empty_folder_may_become_the_project(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    write_project(TREE, tmp_path / "shelf")
    assert snapshot(tmp_path / "shelf") == WHOLE


@pytest.mark.parametrize(
    "kind", ["not empty", "file", "dangling link", "link to a folder", "no parent", "parent is a file"]
)
def test_a_destination_that_is_taken_is_refused_and_nothing_is_left(tmp_path: Path, kind: str) -> None:
    destination = tmp_path / "shelf"
    if kind == "not empty":
        destination.mkdir()
        (destination / "mine.txt").write_text("mine")
    elif kind == "file":
        destination.write_text("mine")
    elif kind == "dangling link":
        destination.symlink_to(tmp_path / "gone")
    elif kind == "link to a folder":
        (tmp_path / "real").mkdir()
        destination.symlink_to(tmp_path / "real")
    elif kind == "no parent":
        destination = tmp_path / "gone/shelf"
    else:
        (tmp_path / "file").write_text("mine")
        destination = tmp_path / "file/shelf"
    before, names = snapshot(tmp_path), left_behind(tmp_path)
    with pytest.raises(WriteError) as refused:
        write_project(TREE, destination)
    assert len(str(refused.value).splitlines()) == 1
    assert (snapshot(tmp_path), left_behind(tmp_path)) == (before, names)


def test_what_a_killed_run_left_is_swept_but_not_what_a_live_one_holds(tmp_path: Path) -> None:
    write_files(tmp_path, {".shelf.scaffold-dead/a.txt": "a", ".other.scaffold-dead/a.txt": "a", ".shelf.txt": "mine"})

    def meanwhile(folder: Path) -> None:
        assert left_behind(tmp_path) == [".other.scaffold-dead", folder.name, ".shelf.txt"]
        write_project(TREE, tmp_path / "shelf")
        assert folder.is_dir()

    with pytest.raises(WriteError, match="meanwhile"):
        write_project(TREE, tmp_path / "shelf", meanwhile)
    assert left_behind(tmp_path) == [".other.scaffold-dead", ".shelf.txt", "shelf"]


def test_a_failure_at_the_very_end_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        assert snapshot(folder) == WHOLE
        raise OSError(28, "No space left on device")

    with pytest.raises(WriteError, match="No space left on device; nothing was left behind"):
        write_project(TREE, tmp_path / "shelf", fail)
    assert left_behind(tmp_path) == []


def test_whoever_comes_second_loses_and_the_first_stays_whole(tmp_path: Path) -> None:
    def be_overtaken(_: Path) -> None:
        write_project(Tree({"first.txt": File(b"first", "base")}), tmp_path / "shelf")

    with pytest.raises(WriteError, match="was created by another process meanwhile"):
        write_project(TREE, tmp_path / "shelf", be_overtaken)
    assert snapshot(tmp_path) == {"shelf/first.txt": b"first"}
    assert left_behind(tmp_path) == ["shelf"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB; mounting needs root, as CI has."""
    if os.geteuid() != 0:
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must be able to mount"
        pytest.skip("only root can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_told_and_leaves_nothing(small_disk: Path) -> None:
    big = Tree({f"{n}.txt": File(b"x" * 10_000, "base") for n in range(100)})
    with pytest.raises(WriteError, match="No space left on device"):
        write_project(big, small_disk / "shelf")
    assert left_behind(small_disk) == []


@pytest.mark.slow
def test_a_read_only_disk_is_told_and_leaves_nothing(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(WriteError, match=r"is not writable|Read-only file system"):
        write_project(TREE, small_disk / "shelf")
    assert left_behind(small_disk) == []


@pytest.mark.parametrize("inside", [[], [".git/HEAD"]], ids=["empty", "only .git"])
def test_an_existing_folder_stays_the_same_folder(tmp_path: Path, inside: list[str]) -> None:
    shelf = write_files(tmp_path / "shelf", dict.fromkeys(inside, "ref"))
    shelf.mkdir(exist_ok=True)
    inode = shelf.stat().st_ino
    write_project(TREE, shelf)
    assert shelf.stat().st_ino == inode
    assert snapshot(shelf) == WHOLE
    assert left_behind(shelf) == sorted({path.split("/")[0] for path in [*WHOLE, *inside]})


class Killed(BaseException):
    """A kill: nothing is cleaned up after it."""


def kill_at_move(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the process "die" at the n-th move, so that no handler runs."""
    moves = iter(range(number + 1))
    rename = Path.rename

    def rename_or_die(self: Path, target: Path) -> Path:
        if next(moves) == number:
            raise Killed
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_or_die)
    monkeypatch.setattr("generator.project.writer._take_back", lambda *_: None)
    monkeypatch.setattr("generator.project.writer._remove", lambda _: None)


@pytest.mark.parametrize("moved", range(3))
def test_what_a_killed_run_moved_into_a_folder_is_taken_back_by_the_next(tmp_path: Path, moved: int) -> None:
    shelf = write_files(tmp_path / "shelf", {".git/HEAD": "ref"})
    with pytest.MonkeyPatch.context() as patch:
        kill_at_move(patch, moved)
        with pytest.raises(Killed):
            write_project(TREE, shelf)
    assert len(left_behind(shelf)) == 2 + moved
    write_project(Tree({"other.txt": File(b"other", "base")}), shelf)
    assert left_behind(shelf) == [".git", "other.txt"]


def test_an_existing_folder_is_as_it_was_after_a_failed_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = write_files(tmp_path / "shelf", {".git/HEAD": "ref"})
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if target == shelf / "app":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(WriteError, match="Input/output error; nothing was left behind"):
        write_project(TREE, shelf)
    assert left_behind(shelf) == [".git"]


def test_a_file_that_appears_in_the_folder_meanwhile_is_kept(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()

    def write_mine(_: Path) -> None:
        write_files(tmp_path, {"shelf/mine.txt": "mine"})

    with pytest.raises(WriteError, match="another process wrote to it meanwhile"):
        write_project(TREE, tmp_path / "shelf", write_mine)
    assert snapshot(tmp_path) == {"shelf/mine.txt": b"mine"}
    assert left_behind(tmp_path / "shelf") == ["mine.txt"]
