"""Atomic writing of a project.

All files are written into a hidden folder beside the destination, which is then renamed. The folder of a killed run is
removed by the next run with the same destination.
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


def check_destination(destination: Path) -> None:
    """Raise `WriteError` unless `destination` is absent or an empty folder, in a writable folder."""
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
    if destination.is_dir() and any(destination.iterdir()):
        return f"{destination}: exists and is not empty; choose another name, or another folder with --into"
    if not os.access(parent, os.W_OK | os.X_OK):
        return f"{parent}: is not writable; choose another folder with --into"
    return ""


def write_project(tree: Tree, destination: Path, finish: Callable[[Path], None] | None = None) -> None:
    """Write the tree to `destination`; `finish` is called with the hidden folder before it is renamed.

    Raise `WriteError` if the destination exists or the files cannot be written; nothing is left behind.
    """
    check_destination(destination)
    try:
        with _staging_folder(destination) as folder:
            _write(tree, folder)
            if finish:
                finish(folder)
            _publish(folder, destination)
    except OSError as error:
        raise WriteError(
            f"{destination}: could not be written: {error.strerror or error}; nothing was left behind"
        ) from None


@contextlib.contextmanager
def _staging_folder(destination: Path) -> Iterator[Path]:
    """Create a hidden folder beside the destination, and remove it at the end unless it was renamed."""
    prefix = f".{destination.name}.scaffold-"
    folder = destination.parent / f"{prefix}{secrets.token_hex(4)}"
    lock = None
    try:
        with _locked(destination.parent):
            _remove_leftovers(destination.parent, prefix)
            folder.mkdir()
            lock = _lock(folder)
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
        lock = _lock(leftover)
        if lock is not None or fcntl is None:
            shutil.rmtree(leftover, ignore_errors=True)
        if lock is not None:
            os.close(lock)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; continue without it after `LOCK_TIMEOUT`, where at worst this run fails cleanly."""
    deadline = time.monotonic() + LOCK_TIMEOUT
    while (lock := _lock(folder)) is None and fcntl is not None and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _lock(folder: Path) -> int | None:
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


def _publish(folder: Path, destination: Path) -> None:
    """Rename the folder to the destination; of two simultaneous runs, exactly one succeeds."""
    if os.name == "nt" and destination.is_dir():
        destination.rmdir()
    try:
        folder.rename(destination)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise WriteError(f"{destination}: was created by another process meanwhile and is unchanged") from None
        raise
