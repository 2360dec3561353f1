"""The report of `new`: the decision, what was written, what is not supported yet, and the next commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.decision.explanation import verdict, wrap
from generator.project.draft import Draft
from generator.project.installer import will_lock

COMMAND_WIDTH = 16
"""Columns of a command before its purpose."""

ADR = "docs/adr/0001-framework.md"


def format_report(drafted: Draft, notes: tuple[str, ...], *, dry_run: bool, tree: bool, width: int) -> str:
    """Return the report, in lines of at most `width` columns except for long words and commands."""
    lines = [*wrap(verdict(drafted.decision), width)]
    for applied in drafted.decision.arguments_for[:1]:
        lines += wrap(f"{applied.argument.because} All reasons: {ADR}", width)
    lines.append("")
    if dry_run or tree:
        lines += [f"{drafted.destination.name}/", *_tree_lines(_nested(drafted.tree), dry_run=dry_run), ""]
    done = "would be written to" if dry_run else "written to"
    lines += [f"{len(drafted.tree)} files {done} {drafted.destination}"]
    lines += [line for note in (*notes, *_remarks(drafted)) for line in _note_lines(note, width)]
    if not dry_run:
        lines += ["", "Next:"]
        lines += [line for command, purpose in drafted.next.items() for line in _command_lines(command, purpose, width)]
        if will_lock(drafted.destination):
            lines += ["", *wrap("The first command writes uv.lock: commit it, so that all install the same.", width)]
    return "\n".join(lines)


def _remarks(drafted: Draft) -> Iterator[str]:
    """Yield what came along unasked, what to know before the deployment, and what is not supported yet."""
    plan = drafted.plan
    if plan.besides:
        yield f"Added automatically: {'; '.join(f'{id} ({plan.reasons[id]})' for id in plan.besides)}."
    yield from drafted.warnings
    if plan.not_yet:
        yield f"Not supported yet, and saved in .scaffold/answers.yml for later: {', '.join(plan.not_yet)}."


def _note_lines(note: str, width: int) -> Iterator[str]:
    """Yield the lines of a note; those that begin with spaces are commands, which are not wrapped."""
    for line in note.splitlines():
        yield from [line] if line.startswith("  ") else wrap(line, width)


def _command_lines(command: str, purpose: str, width: int) -> list[str]:
    """Return a command with its purpose behind it, or above it where the line would be too long."""
    line = f"  {command:<{COMMAND_WIDTH}}  # {purpose}" if purpose else f"  {command}"
    return [line] if len(line) <= width or not purpose else [*wrap(purpose, width, "  # "), f"  {command}"]


def _nested(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested folders; a file is the name of its layer."""
    top: dict[str, Any] = {}
    for path, file in tree.items():
        *folders, name = path.split("/")
        parent = top
        for folder in folders:
            parent = parent.setdefault(folder, {})
        parent[name] = file.layer
    return top


def _tree_lines(folder: Mapping[str, Any], lead: str = "", *, dry_run: bool) -> Iterator[str]:
    for number, (name, inside) in enumerate(folder.items(), 1):
        last = number == len(folder)
        branch = f"{lead}{'└── ' if last else '├── '}{name}"
        if isinstance(inside, str):
            yield f"{branch}  [{inside}]" if dry_run else branch
        else:
            yield f"{branch}/"
            yield from _tree_lines(inside, f"{lead}{'    ' if last else '│   '}", dry_run=dry_run)
