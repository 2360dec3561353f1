"""Writing a tree to disk as a project: whole or absent, whatever interrupts.

Everything is written into a hidden folder beside the destination, then renamed once. What a killed run left behind is
swept by the next one that writes the same project.
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
except ImportError:  # Windows: a folder in use cannot be removed there, so sweeping needs no lock
    fcntl = None  # type: ignore[assignment]

ATTEMPTS = 10
"""How often a folder is removed, a twentieth of a second apart, before it is left to the next run's sweep."""

LOCK_PATIENCE = 2.0
"""Seconds to wait for another run that is sweeping beside the same destination."""


def check_destination(destination: Path) -> None:
    """Nothing, where a project can be made at `destination`: it is absent, or an empty folder. Else `WriteError`."""
    try:
        reason = _hindrance(destination)
    except OSError as error:
        reason = f"{destination}: cannot be looked at: {error.strerror or error}"
    if reason:
        raise WriteError(reason)


def _hindrance(destination: Path) -> str:
    """Why no project can be made at `destination`, and what to do about it; nothing where one can."""
    parent = destination.parent
    if not parent.is_dir():
        return f"{parent}: there is no such folder to make a project in; make it, or name another with --into"
    if destination.is_symlink():
        return f"{destination}: is a link; remove it, or choose another name"
    if destination.exists() and not destination.is_dir():
        return f"{destination}: is a file; remove it, or choose another name"
    if destination.is_dir() and any(destination.iterdir()):
        return f"{destination}: exists and is not empty; choose another name, or another folder with --into"
    if not os.access(parent, os.W_OK | os.X_OK):
        return f"{parent}: may not be written to; choose another folder with --into"
    return ""


def write_project(tree: Tree, destination: Path, finish: Callable[[Path], None] | None = None) -> None:
    """The tree at `destination`, after `finish` had its turn with the folder under a hidden name.

    `WriteError` where the destination is taken, or the disk refuses; nothing is left behind then.
    """
    check_destination(destination)
    try:
        with _staging(destination) as folder:
            _write(tree, folder)
            if finish:
                finish(folder)
            _publish(folder, destination)
    except OSError as error:
        raise WriteError(
            f"{destination}: could not be written: {error.strerror or error}; nothing was left behind"
        ) from None


@contextlib.contextmanager
def _staging(destination: Path) -> Iterator[Path]:
    """A hidden folder beside the destination, gone at the end unless it was renamed."""
    prefix = f".{destination.name}.scaffold-"
    folder = destination.parent / f"{prefix}{secrets.token_hex(4)}"
    lock = None
    try:
        with _locked(destination.parent):
            _sweep(destination.parent, prefix)
            folder.mkdir()
            lock = _lock(folder)
        yield folder
    finally:
        _remove(folder)
        if lock is not None:
            os.close(lock)


def _remove(folder: Path) -> None:
    """Removes a folder, also where a git that was interrupted still writes its last file into it."""
    for _ in range(ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def _sweep(parent: Path, prefix: str) -> None:
    """Removes what runs that were killed left behind; a folder that a live run holds is locked."""
    for leftover in parent.glob(f"{prefix}*"):
        lock = _lock(leftover)
        if lock is not None or fcntl is None:
            shutil.rmtree(leftover, ignore_errors=True)
        if lock is not None:
            os.close(lock)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone at work in a folder, or not after `LOCK_PATIENCE`: then an unlucky run fails cleanly, which is no loss."""
    give_up = time.monotonic() + LOCK_PATIENCE
    while (lock := _lock(folder)) is None and fcntl is not None and time.monotonic() < give_up:
        time.sleep(0.01)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """A file descriptor that holds the lock of a folder until it is closed; None where another run holds it."""
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
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)
        if file.mode & 0o111:
            place.chmod(place.stat().st_mode | 0o111 & ~_umask())
        if file.once:
            place.chmod(0o600)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _publish(folder: Path, destination: Path) -> None:
    """The folder under its real name; of two runs that come here at once, exactly one wins."""
    if os.name == "nt" and destination.is_dir():
        destination.rmdir()
    try:
        folder.rename(destination)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise WriteError(f"{destination}: was made by someone else meanwhile; nothing of it was touched") from None
        raise
