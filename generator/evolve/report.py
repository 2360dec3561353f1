"""What an update did or would do, as text, as an object, and as a unified diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from typing import Any

from generator.evolve.merging.tree_merge import Kind
from generator.evolve.update import Update
from generator.plan.planner import Plan
from generator.rendering.tree import File

MEANING = {
    Kind.CONFLICT: "resolve the markers, then `git add` the file",
    Kind.BINARY: "yours is kept, since binary files cannot be merged",
    Kind.KEPT: "yours is kept, since you changed it; the templates no longer have it",
    Kind.LEFT_DELETED: "you deleted it, and the templates changed it",
    Kind.NO_BASE: "yours is kept, since the record does not say what was generated",
    Kind.MIGRATION: "kept, since it may have been applied",
}
"""What else there is to say about a file, by kind."""


def format_update(update: Update, *, dry_run: bool) -> str:
    """Return a line for each file, the notes, and a summary."""
    width = max((len(change.kind) for change in update.changes), default=0)
    lines = [
        f"  {change.kind:<{width}}  {change.path}"
        + (f"  ({note})" if (note := _note(change.kind, change.note)) else "")
        for change in update.changes
    ]
    return "\n".join([*lines, *update.notes, _summary(update, dry_run=dry_run)])


def _note(kind: Kind, note: str) -> str:
    """Return what there is to say about a file; for one that is kept, the reason takes the place of the usual one."""
    if kind is Kind.KEPT and note:
        return note
    return "; ".join(filter(None, (MEANING.get(kind, ""), note)))


def _summary(update: Update, *, dry_run: bool) -> str:
    counts = Counter(change.kind for change in update.changes)
    if not counts:
        return "The project is up to date."
    found = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    if dry_run:
        return f"Would change: {found}. Nothing was written."
    return f"Updated: {found}. `scaffold undo` takes it back."


def format_parts(before: Plan, after: Plan) -> list[str]:
    """Return what a project gets and loses, in sentences."""
    parts = parts_json(before, after)
    lines = [f"Adds {_names(parts['added'])}."] if any(parts["added"].values()) else []
    if any(parts["removed"].values()):
        lines.append(f"Removes {_names(parts['removed'])}.")
    if parts["removed"]["models"]:
        lines.append("Their tables and the data in them stay in the database.")
    return lines


def _names(parts: Mapping[str, list[str]]) -> str:
    return ", ".join(name for names in parts.values() for name in names)


def parts_json(before: Plan, after: Plan) -> dict[str, Any]:
    """Return the capabilities and models that a project gets and loses, as `--json` prints them."""

    def beyond(more: Plan, less: Plan) -> dict[str, list[str]]:
        models = {model.name for model in less.models}
        return {
            "capabilities": [id for id in more.capabilities if id not in less.capabilities],
            "models": [model.name for model in more.models if model.name not in models],
        }

    return {"added": beyond(after, before), "removed": beyond(before, after)}


def update_json(update: Update) -> dict[str, Any]:
    """Return what `--json` prints about the files."""
    return {
        "files": [
            {"path": change.path, "status": str(change.kind), "note": _note(change.kind, change.note)}
            for change in update.changes
        ],
        "conflicts": len(update.conflicts),
        "notes": list(update.notes),
    }


def format_diff(before: Mapping[str, File], after: Mapping[str, File]) -> str:
    """Return the differences between two sets of files as a unified diff."""
    paths = sorted(before.keys() | after.keys())
    return "".join(line for path in paths for line in _file_diff(path, before.get(path), after.get(path)))


def _file_diff(path: str, before: File | None, after: File | None) -> Iterator[str]:
    if (before and (before.content, before.mode)) == (after and (after.content, after.mode)):
        return
    yield f"diff --git a/{path} b/{path}\n"
    yield from _modes(before, after)
    if before and after and before.content == after.content:
        return
    old, new = (f"a/{path}" if before else "/dev/null"), (f"b/{path}" if after else "/dev/null")
    texts = [_lines(file) for file in (before, after)]
    if texts[0] is None or texts[1] is None:
        yield f"Binary files {old} and {new} differ\n"
        return
    for line in unified_diff(texts[0], texts[1], old, new):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _modes(before: File | None, after: File | None) -> Iterable[str]:
    if before is None and after:
        return [f"new file mode 100{after.mode:o}\n"]
    if after is None and before:
        return [f"deleted file mode 100{before.mode:o}\n"]
    if before and after and before.mode != after.mode:
        return [f"old mode 100{before.mode:o}\n", f"new mode 100{after.mode:o}\n"]
    return []


def _lines(file: File | None) -> list[str] | None:
    """Return the lines of a text file, or None for a binary one."""
    try:
        *lines, last = (file.content if file else b"").decode().split("\n")
    except UnicodeDecodeError:
        return None
    return [f"{line}\n" for line in lines] + ([last] if last else [])
