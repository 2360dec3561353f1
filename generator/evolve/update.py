"""An update: what changes in a project, computed first, and then written as one step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from generator.errors import Misuse
from generator.evolve import backup
from generator.evolve.backup import Content
from generator.evolve.base import Base
from generator.evolve.environment import with_new_variables
from generator.evolve.merging.git_merge import merge_with_git
from generator.evolve.merging.tree_merge import INCOMING, Change, Files, Kind, merge_trees, same
from generator.evolve.migrations import keep_migrations, linked
from generator.evolve.repository import (
    GitFailed,
    Stages,
    git,
    is_in_repository,
    read_entries,
    unmerged_paths,
    write_stages,
)
from generator.evolve.worktree import obstacle, read_files
from generator.project.record import FOLDER
from generator.rendering.tree import File, Tree

CONFLICTS = (Kind.CONFLICT, Kind.BINARY, Kind.NO_BASE)
"""What its owner has to resolve."""


@dataclass(frozen=True)
class Update:
    """The changes to a project's files, and the record after them."""

    changes: tuple[Change, ...]
    record: Mapping[str, File]
    notes: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """Return the changes that the owner has to resolve."""
        return tuple(change for change in self.changes if change.kind in CONFLICTS)


def check_ready(folder: Path, *, require_clean: bool = False) -> None:
    """Raise `Misuse` if there are unresolved conflicts, or uncommitted changes with `require_clean`."""
    if not is_in_repository(folder):
        return
    if found := unmerged_paths(folder):
        journal = backup.read_journal(folder)
        is_own = journal is not None and not journal.index.keys().isdisjoint(found)
        instead = ", or take the update back with `scaffold undo`" if is_own else ""
        raise Misuse(
            f"{folder}: has unresolved conflicts in {', '.join(found[:5])}; "
            f"resolve them and `git add` the files{instead}"
        )
    if require_clean and (status := _uncommitted(folder)):
        raise Misuse(f"{folder}: has uncommitted changes, such as {status[0]}; commit them, or omit --require-clean")


def _uncommitted(folder: Path) -> list[str]:
    output = git(folder, "status", "--porcelain", "-z", "--", ".").decode(errors="replace")
    return [entry[3:] for entry in output.split("\0") if entry]


def find_update(base: Base, new: Tree, framework: str) -> Update:
    """Return what an update to a new rendering, with its record, does; nothing is written."""
    folder = base.folder
    record = {path: file for path, file in new.items() if path.startswith(f"{FOLDER}/")}
    theirs = {path: file for path, file in new.items() if path not in record and not file.once}
    ours = read_files(folder, base.recorded | theirs.keys())
    aside = _set_aside(base, ours, theirs, framework)
    old = {path: file for path, file in base.tree.items() if path not in aside}
    rest = {path: file for path, file in theirs.items() if path not in aside}
    rest |= {path: file for path, file in linked(folder, base.tree, theirs).items() if path in rest}
    merged, notes = _merge(folder, old, ours, rest)
    changes = [*chain.from_iterable(aside.values()), *merged, *_environment(base, new)]
    return Update(tuple(sorted(changes, key=lambda change: change.path)), record, (*base.problems, *notes))


def _merge(folder: Path, base: Files, ours: Files, theirs: Files) -> tuple[list[Change], tuple[str, ...]]:
    if all(same(base.get(path), theirs.get(path)) for path in base.keys() | theirs.keys()):
        return [], ()
    if not is_in_repository(folder):
        return merge_trees(base, ours, theirs), ()
    try:
        return merge_with_git(folder, base, theirs, ours.keys() & (base.keys() | theirs.keys())), ()
    except GitFailed as error:
        return merge_trees(base, ours, theirs), (f"Merged without git: {error}.",)


def _set_aside(base: Base, ours: Files, theirs: Files, framework: str) -> dict[str, list[Change]]:
    """Return the files that take no part in the merge, with what happens to each."""
    found = keep_migrations(base.tree, ours, theirs, framework)
    for path in sorted((base.recorded | theirs.keys()) - found.keys()):
        before, after = base.tree.get(path), theirs.get(path)
        is_unknown = before is None and path in ours and (path in base.recorded or not base.recorded)
        if why := obstacle(base.folder, path):
            kept = Change(path, Kind.KEPT, is_write=False, note=f"not written, since {why}")
            found[path] = [] if same(before, after) else [kept]
        elif is_unknown and not same(ours[path], after):
            found[path] = _beside(path, after)
        elif before is None and path in base.recorded and path not in ours:
            found[path] = [Change(path, Kind.LEFT_DELETED, is_write=False)] if after else []
    return found


def _beside(path: str, new: File | None) -> list[Change]:
    """Return what happens to a file whose base is not known: it stays, and the new version is put beside it."""
    if new is None:
        return [Change(path, Kind.KEPT, is_write=False)]
    note = f"the new version is {path}{INCOMING}"
    return [Change(path, Kind.NO_BASE, is_write=False, note=note), Change(path + INCOMING, Kind.ADDED, new)]


def _environment(base: Base, new: Tree) -> Iterable[Change]:
    """Yield the files that are written once, where they exist and lack new variables."""
    for path, file in new.items():
        if file.once and (base.folder / path).is_file() and not obstacle(base.folder, path):
            present = (base.folder / path).read_bytes()
            example = base.tree.get(f"{path}.example")
            content = with_new_variables(present, file.content, example.content if example else b"")
            if content != present:
                yield Change(path, Kind.ENVIRONMENT, File(content, file.layer, file.mode, once=True))


def write_update(folder: Path, update: Update) -> tuple[str, ...]:
    """Write an update and its record, and mark its conflicts in git's index; return notes for the user.

    Files that are the same are not written, and an update without changes leaves the last one to `undo`.
    """
    written = {change.path: change.file for change in update.changes if change.is_write}
    files = {path: _content(folder / path, file) for path, file in {**written, **update.record}.items()}
    files = {path: content for path, content in files.items() if content != backup.read_content(folder / path)}
    stages = {change.path: change.stages for change in update.changes if change.stages}
    if not files:
        return ()
    backup.write_files(folder, files, read_entries(folder, stages))
    notes = _mark(folder, stages)
    backup.close(folder)
    return notes


def _mark(folder: Path, stages: Mapping[str, Stages]) -> tuple[str, ...]:
    try:
        write_stages(folder, stages)
    except GitFailed as error:
        return (f"The conflicts are marked in the files, and not in git's index: {error}.",)
    return ()


def _content(place: Path, file: File | None) -> Content | None:
    """Return what to write, with the permissions of the file that is there."""
    if file is None:
        return None
    present = backup.read_content(place)
    mode = present.mode if present else 0o600 if file.once else 0o666 & ~_umask()
    if bool(file.mode & 0o100) != bool(mode & 0o100):
        mode = mode | 0o111 & ~_umask() if file.mode & 0o100 else mode & ~0o111
    return Content(file.content, mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
