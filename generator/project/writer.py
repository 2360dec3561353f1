"""Atomic writing of a project.

All files are written into a hidden folder, the stage. Where the destination is absent, the stage is beside it, and is
renamed. A folder that exists may be the current one of a shell, or a mount point: it stays, the stage is inside it, and
the entries are moved one by one, or all back. The next run with the same destination removes what a killed run left.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.errors import WriteError
from generator.rendering.tree import Tree

try:
    import fcntl
except ImportError:  # Windows refuses to remove a folder in use, so that no lock is needed
    fcntl = None  # type: ignore[assignment]

ATTEMPTS = 10
"""Attempts to remove a folder, 50 ms apart, before it is left to the next run."""

LOCK_TIMEOUT = 2.0
"""Seconds to wait for another run beside the same destination."""


STAGE = ".scaffold-"
"""Prefix of a stage inside the destination: it has the files in `FILES`, and the names that are moved in `MOVED`."""

FILES, MOVED = "files", "moved"


def check_destination(destination: Path) -> None:
    """Raise `WriteError` unless `destination` is absent, or a folder with nothing but perhaps `.git`; and writable."""
    try:
        reason = _find_obstacle(destination)
    except OSError as error:
        reason = f"{destination}: cannot be accessed: {error.strerror or error}"
    if reason:
        raise WriteError(reason)


def _find_obstacle(destination: Path) -> str:
    """Return why no project can be written to `destination` and what to do, or an empty string."""
    parent = destination.parent
    if not parent.is_dir():
        return f"{parent}: there is no such folder; create it, or choose another with --into"
    if destination.is_symlink():
        return f"{destination}: is a link; remove it, or choose another name"
    if destination.exists() and not destination.is_dir():
        return f"{destination}: is a file; remove it, or choose another name"
    if destination.is_dir() and (name := _find_foreign(destination)):
        return f"{destination}: exists and is not empty ({name}); choose another name, or another folder with --into"
    place = destination if destination.is_dir() else parent
    if not os.access(place, os.W_OK | os.X_OK):
        return f"{place}: is not writable; choose another folder with --into"
    return ""


def _find_foreign(destination: Path) -> str:
    """Return the first entry of a folder that is neither `.git` nor from a run that did not end, or an empty string."""
    names = {entry.name for entry in destination.iterdir()}
    stages = {name for name in names if name.startswith(STAGE)}
    taken_back = {name for stage in stages for name in _unfinished(destination / stage)}
    return min(names - stages - taken_back - {".git"}, default="")


def write_project(tree: Tree, destination: Path, finish: Callable[[Path], None] | None = None) -> None:
    """Write the tree to `destination`; `finish` is called with the hidden folder before it is renamed.

    Raise `WriteError` if the destination exists or the files cannot be written; nothing is left behind.
    """
    check_destination(destination)
    inside = destination.is_dir()
    try:
        with _staging_folder(destination, inside=inside) as stage:
            folder = stage / FILES if inside else stage
            folder.mkdir(exist_ok=True)
            _write(tree, folder)
            if finish:
                finish(folder)
            if inside:
                _fill(stage, destination)
            else:
                _publish(folder, destination)
    except OSError as error:
        raise WriteError(
            f"{destination}: could not be written: {error.strerror or error}; nothing was left behind"
        ) from None


@contextlib.contextmanager
def _staging_folder(destination: Path, *, inside: bool) -> Iterator[Path]:
    """Create a hidden folder beside or inside the destination, and remove it at the end unless it was renamed."""
    parent, prefix = (destination, STAGE) if inside else (destination.parent, f".{destination.name}{STAGE}")
    folder = parent / f"{prefix}{secrets.token_hex(4)}"
    lock = None
    try:
        with _locked(parent):
            _remove_leftovers(parent, prefix)
            folder.mkdir()
            lock = lock_folder(folder)
        yield folder
    finally:
        _remove(folder)
        if lock is not None:
            os.close(lock)


def _remove(folder: Path) -> None:
    """Remove a folder, even while an interrupted git is still writing into it."""
    for _ in range(ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def _remove_leftovers(parent: Path, prefix: str) -> None:
    """Remove the folders of killed runs; those of live runs are locked."""
    for leftover in parent.glob(f"{prefix}*"):
        lock = lock_folder(leftover)
        if lock is not None or fcntl is None:
            _take_back(leftover, parent)
            shutil.rmtree(leftover, ignore_errors=True)
        if lock is not None:
            os.close(lock)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; continue without it after `LOCK_TIMEOUT`, where at worst this run fails cleanly."""
    deadline = time.monotonic() + LOCK_TIMEOUT
    while (lock := lock_folder(folder)) is None and fcntl is not None and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def lock_folder(folder: Path) -> int | None:
    """Return a file descriptor that locks a folder until it is closed, or None if another run has the lock."""
    if fcntl is None:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _write(tree: Tree, folder: Path) -> None:
    for path, file in tree.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        if file.mode & 0o111:
            target.chmod(target.stat().st_mode | 0o111 & ~_umask())
        if file.once:
            target.chmod(0o600)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _fill(stage: Path, destination: Path) -> None:
    """Move the files of the stage into the folder around it, or none of them; of two runs, exactly one succeeds."""
    with _locked(destination):
        if _find_foreign(destination):
            raise WriteError(f"{destination}: another process wrote to it meanwhile; nothing was changed")
        names = sorted(entry.name for entry in (stage / FILES).iterdir())
        (stage / MOVED).write_text("\n".join(names), encoding="utf-8")
        try:
            for name in names:
                (stage / FILES / name).rename(destination / name)
        except BaseException:
            _take_back(stage, destination)
            raise


def _take_back(stage: Path, destination: Path) -> None:
    """Move what is in the folder back to an unfinished stage."""
    for name in _unfinished(stage):
        if (destination / name).exists():
            (destination / name).rename(stage / FILES / name)
    (stage / MOVED).unlink(missing_ok=True)


def _unfinished(stage: Path) -> tuple[str, ...]:
    """Return the names that a stage was moving when it ended, and that it no longer has; none if it had moved all."""
    try:
        left = {entry.name for entry in (stage / FILES).iterdir()}
        moved = (stage / MOVED).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
    return tuple(name for name in moved if name not in left) if left else ()


def _publish(folder: Path, destination: Path) -> None:
    """Rename the folder to the destination; of two simultaneous runs, exactly one succeeds."""
    try:
        folder.rename(destination)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise WriteError(f"{destination}: was created by another process meanwhile and is unchanged") from None
        raise
