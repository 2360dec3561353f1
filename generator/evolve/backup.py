"""Writing several files as one step that can be taken back.

`.scaffold/undo/`, which git ignores, has the files as they were and a journal. A run that is killed meanwhile leaves
the journal open, and the next one restores the files first. Files are replaced one at a time, by renaming.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from generator.errors import WriteError
from generator.evolve.repository import IndexEntries, restore_entries
from generator.project.record import FOLDER
from generator.project.writer import lock_folder

UNDO, PREPARED, DISCARDED = f"{FOLDER}/undo", f"{FOLDER}/undo.new", f"{FOLDER}/undo.old"
JOURNAL = "journal.json"

SAVED = ".scaffold-saved"
"""Suffix of a copy of a file that was edited after a killed run and before it was taken back."""


@dataclass(frozen=True)
class Content:
    """The bytes and the permission bits of a file."""

    data: bytes
    mode: int

    @property
    def digest(self) -> str:
        """Return what the journal remembers of a file."""
        return f"{self.mode:o} {hashlib.sha256(self.data).hexdigest()}"


@dataclass(frozen=True)
class Journal:
    """What is written: digests by path, before and after, of files that are there; and git's index as it was."""

    is_open: bool
    before: Mapping[str, str]
    after: Mapping[str, str]
    index: IndexEntries = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        """Return the paths of all files."""
        return sorted(self.before.keys() | self.after.keys())


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a project; raise `WriteError` if another run has it."""
    lock = lock_folder(folder / FOLDER)
    if lock is None and os.name != "nt":
        raise WriteError(f"{folder}: another run is changing this project; wait for its end, and try again")
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def read_content(place: Path) -> Content | None:
    """Return a file, or None if there is none."""
    try:
        return Content(place.read_bytes(), place.stat().st_mode & 0o7777)
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_files(folder: Path, files: Mapping[str, Content | None], index: IndexEntries) -> None:
    """Write the files, or remove those that are None; on any error, everything is as before.

    `index` are the entries of git's index as they are before the caller changes them.
    """
    prepared = folder / PREPARED
    try:
        journal = _prepare(folder, prepared, files, index)
    except OSError as error:
        shutil.rmtree(prepared, ignore_errors=True)
        raise WriteError(f"{folder}: {error.strerror or error}; nothing was changed") from None
    except BaseException:
        shutil.rmtree(prepared, ignore_errors=True)
        raise
    _discard(folder)
    prepared.rename(folder / UNDO)
    try:
        for path in journal.paths:
            _replace(folder, path, folder / UNDO / "new" / _name(path))
    except OSError as error:
        take_back(folder)
        raise WriteError(f"{folder / path}: {error.strerror or error}; nothing was changed") from None
    except BaseException:
        take_back(folder)
        raise


def close(folder: Path) -> None:
    """Close the journal: what was written stays."""
    journal = read_journal(folder)
    if journal and journal.is_open:
        _write_journal(folder / UNDO, Journal(False, journal.before, journal.after, journal.index))
        shutil.rmtree(folder / UNDO / "new", ignore_errors=True)


def read_journal(folder: Path) -> Journal | None:
    """Return the journal of the last run, or None."""
    try:
        return Journal(**json.loads((folder / UNDO / JOURNAL).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def was_interrupted(folder: Path) -> bool:
    """Whether a run that wrote to the project did not reach its end."""
    journal = read_journal(folder)
    return journal is not None and journal.is_open


def take_back(folder: Path) -> tuple[str, ...]:
    """Restore the files of an interrupted run; return the paths of copies of files that were edited since."""
    journal = read_journal(folder)
    if journal is None:
        return ()
    saved = []
    for path, before in old_contents(folder, journal).items():
        now = read_content(folder / path)
        if now and now.digest not in (journal.before.get(path), journal.after.get(path)):
            (folder / (path + SAVED)).write_bytes(now.data)
            saved.append(path + SAVED)
        if now != before:
            _put(folder, path, before)
    restore_entries(folder, journal.index)
    _discard(folder)
    return tuple(saved)


def old_contents(folder: Path, journal: Journal) -> dict[str, Content | None]:
    """Return the files as they were before the last run; raise `WriteError` if they are damaged."""
    found = {path: read_content(folder / UNDO / "old" / _name(path)) for path in journal.paths}
    for path, content in found.items():
        if (content.digest if content else None) != journal.before.get(path):
            raise WriteError(f"{folder / UNDO}: does not have {path} as it was saved; nothing was changed")
    return found


def _discard(folder: Path) -> None:
    """Remove what is needed to undo the last run: first its name, so that it is there whole or not at all."""
    shutil.rmtree(folder / DISCARDED, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        (folder / UNDO).rename(folder / DISCARDED)
    shutil.rmtree(folder / DISCARDED, ignore_errors=True)


def _prepare(folder: Path, prepared: Path, files: Mapping[str, Content | None], index: IndexEntries) -> Journal:
    """Write the new files, copies of the present ones, and the journal."""
    shutil.rmtree(prepared, ignore_errors=True)
    prepared.mkdir()
    (prepared / ".gitignore").write_text("*\n", encoding="utf-8")
    before, after = dict[str, str](), dict[str, str]()
    for path, new in files.items():
        for part, content, digests in (("old", read_content(folder / path), before), ("new", new, after)):
            if content is not None:
                _write(prepared / part / _name(path), content)
                digests[path] = content.digest
    journal = Journal(True, before, after, index)
    _write_journal(prepared, journal)
    return journal


def _name(path: str) -> str:
    """Return the name of a saved file; it has no suffix by which a linter would take it for a part of the project."""
    return hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:32]


def _write(place: Path, content: Content) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch(mode=0o600)
    place.write_bytes(content.data)
    place.chmod(content.mode)


def _write_journal(folder: Path, journal: Journal) -> None:
    temporary = folder / f"{JOURNAL}.tmp"
    temporary.write_text(json.dumps(asdict(journal), indent=1), encoding="utf-8")
    temporary.replace(folder / JOURNAL)


def _put(folder: Path, path: str, content: Content | None) -> None:
    """Write or remove one file."""
    temporary = folder / UNDO / "restored"
    if content is not None:
        _write(temporary, content)
    _replace(folder, path, temporary)


def _replace(folder: Path, path: str, source: Path) -> None:
    """Move a file to its path, or remove the one there if the source does not exist."""
    target = folder / path
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        return
    target.unlink(missing_ok=True)
    for parent in target.parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
