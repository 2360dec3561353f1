"""A three-way merge of trees: the base that was generated, the project as it is, and the new rendering.

`Change` is what both engines return: git's, and the one in this module, which needs no git.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from generator.evolve.merging.text_merge import merge_text
from generator.evolve.repository import Stages
from generator.rendering.tree import File

INCOMING = ".scaffold-new"
"""Suffix of a new version that is written beside a file that cannot be merged."""

RENAME_SIMILARITY = 0.6
"""From which ratio on a file that comes is one that goes, renamed; 0 to 1."""


class Kind(StrEnum):
    """What happens to a file."""

    ADDED = "added"
    UPDATED = "updated"
    MERGED = "merged"
    DELETED = "deleted"
    CONFLICT = "conflict"
    BINARY = "binary conflict"
    KEPT = "kept"
    LEFT_DELETED = "left deleted"
    NO_BASE = "no base"
    MIGRATION = "migration kept"
    ENVIRONMENT = "variables added"


@dataclass(frozen=True)
class Change:
    """What an update does to the file at `path`.

    `is_write` says that it gets the content `file`, or is removed if that is None. Else it stays as it is, and the
    change is only reported. `stages` are for git's index, where there is a conflict.
    """

    path: str
    kind: Kind
    file: File | None = None
    is_write: bool = True
    stages: Stages | None = None
    note: str = ""


Files = Mapping[str, File]


def merge_trees(base: Files, ours: Files, theirs: Files) -> list[Change]:
    """Return the changes of a merge; `ours` are the project's files, of the paths of both trees at least."""
    changes, taken = list[Change](), set[str]()
    for old, new in _renames(base, ours, theirs):
        taken |= {old, new}
        if old in ours:
            changes += _merge_file(new, base[old], ours[old], theirs[new])
            changes.append(Change(old, Kind.DELETED, note=f"renamed to {new}"))
        else:
            changes.append(Change(new, Kind.LEFT_DELETED, is_write=False, note=f"it was {old}"))
    for path in sorted((base.keys() | theirs.keys()) - taken):
        changes += _merge_path(path, base.get(path), ours.get(path), theirs.get(path))
    return sorted(changes, key=lambda change: change.path)


def _merge_path(path: str, base: File | None, ours: File | None, theirs: File | None) -> list[Change]:
    if same(base, theirs) or same(ours, theirs):
        return []
    if same(ours, base):
        return [Change(path, _kind(base, theirs), theirs)]
    if ours is None:
        return [Change(path, Kind.LEFT_DELETED, is_write=False)]
    if theirs is None:
        return [Change(path, Kind.KEPT, is_write=False)]
    return _merge_file(path, base, ours, theirs)


def _kind(base: File | None, theirs: File | None) -> Kind:
    if base is None:
        return Kind.ADDED
    return Kind.UPDATED if theirs else Kind.DELETED


def same(first: File | None, second: File | None) -> bool:
    """Whether two files have the same bytes and the same mode, or neither exists."""
    if first is None or second is None:
        return first is second
    return (first.content, first.mode) == (second.content, second.mode)


def _merge_file(path: str, base: File | None, ours: File, theirs: File) -> list[Change]:
    mode = theirs.mode if base is None or ours.mode == base.mode else ours.mode
    texts = [as_text(file.content if file else b"") for file in (base, ours, theirs)]
    if base is not None and ours.content == base.content:
        return [Change(path, Kind.UPDATED, replace(theirs, mode=mode))]
    if theirs.content in (ours.content, base.content if base else None):
        return [Change(path, Kind.MERGED, replace(ours, mode=mode))]
    if None in texts:
        incoming = Change(path + INCOMING, Kind.ADDED, theirs, note=f"the new version of {path}")
        return [Change(path, Kind.BINARY, is_write=False), incoming]
    merged, conflicts = merge_contents(*(text or "" for text in texts))
    return [Change(path, Kind.CONFLICT if conflicts else Kind.MERGED, File(merged, ours.layer, mode))]


def merge_contents(base: str, ours: str, theirs: str) -> tuple[bytes, int]:
    """Return the merged text and the number of conflicts; line ends are those of `ours`."""
    windows = "\r\n" in ours and "\r\n" not in base + theirs and ours.count("\r\n") == ours.count("\n")
    merged = merge_text(base, ours.replace("\r\n", "\n") if windows else ours, theirs)
    text = merged.text.replace("\n", "\r\n") if windows else merged.text
    return text.encode(), merged.conflicts


def as_text(content: bytes) -> str | None:
    """Return the text of a file, or None if it is binary."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _renames(base: Files, ours: Files, theirs: Files) -> Iterable[tuple[str, str]]:
    """Return old and new path of the edited or deleted files that the new rendering has under another name."""
    edited = [path for path in base.keys() - theirs.keys() if not same(ours.get(path), base[path])]
    added = [path for path in theirs.keys() - base.keys() if path not in ours]
    ratios = sorted(
        ((_similarity(base[old], theirs[new]), old, new) for old in edited for new in added),
        key=lambda found: (-found[0], *found[1:]),
    )
    pairs = dict[str, str]()
    for ratio, old, new in ratios:
        if ratio >= RENAME_SIMILARITY and old not in pairs and new not in pairs.values():
            pairs[old] = new
    return pairs.items()


def _similarity(old: File, new: File) -> float:
    if not old.content.strip():
        return 0.0
    lines = old.content.splitlines(), new.content.splitlines()
    return SequenceMatcher(None, *lines, autojunk=False).ratio()
