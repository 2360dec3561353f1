"""Taking back the last update. It is an update itself, so that `undo` again repeats what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.errors import Misuse
from generator.evolve import backup
from generator.evolve.repository import restore_entries
from generator.evolve.worktree import obstacle


@dataclass(frozen=True)
class Undone:
    """The files that were restored, and those of them that were edited after the update."""

    restored: tuple[str, ...]
    edited: tuple[str, ...] = ()


def undo(folder: Path) -> Undone:
    """Restore the project as it was before the last update; raise `Misuse` if it cannot be."""
    journal = backup.read_journal(folder)
    if journal is None:
        raise Misuse(f"{folder}: there is no update to undo")
    if journal.is_open:
        backup.take_back(folder)
        return Undone(tuple(journal.paths))
    for path in journal.paths:
        if why := obstacle(folder, path):
            raise Misuse(f"{folder / path}: cannot be restored, since {why}; move that away; nothing was changed")
    now = {path: backup.read_content(folder / path) for path in journal.paths}
    edited = [path for path, content in now.items() if (content.digest if content else None) != journal.after.get(path)]
    backup.write_files(folder, backup.old_contents(folder, journal), {})
    restore_entries(folder, journal.index)
    backup.close(folder)
    return Undone(tuple(journal.paths), tuple(edited))
