"""The report of `new`: the decision, the tree, what is not supported yet, and the next commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.decision.explanation import verdict, wrap
from generator.project.draft import Draft

ARGUMENT_LIMIT = 3
"""Arguments that the report lists; the others are in the ADR of the project."""


def format_report(drafted: Draft, notes: tuple[str, ...], *, dry_run: bool, width: int) -> str:
    """Return the report, in lines of at most `width` columns except for long words."""
    reasons = [applied.argument.because for applied in drafted.decision.arguments_for[:ARGUMENT_LIMIT]]
    lines = [
        *wrap(verdict(drafted.decision), width),
        *(line for r in reasons for line in wrap(r, width, "  * ")),
        "",
    ]
    lines += [f"{drafted.destination.name}/", *_tree_lines(_nested(drafted.tree), dry_run=dry_run), ""]
    done = "would be written to" if dry_run else "written to"
    lines += [f"{len(drafted.tree)} files {done} {drafted.destination}"]
    lines += [line for note in notes for line in wrap(note, width)]
    for id in drafted.plan.besides:
        lines += wrap(f"Added automatically: {id}. {drafted.plan.reasons[id]}.", width)
    lines += [line for warning in drafted.warnings for line in wrap(warning, width)]
    if drafted.plan.not_yet:
        ids = ", ".join(drafted.plan.not_yet)
        lines += [
            "",
            *wrap(f"Your answers also ask for capabilities that scaffold does not support yet: {ids}.", width),
        ]
        lines += wrap("The answers are saved in .scaffold/answers.yml, so that they can be added later.", width)
    if not dry_run:
        lines += ["", "Next:", *(f"  {command}" for command in drafted.next)]
    return "\n".join(lines)


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
