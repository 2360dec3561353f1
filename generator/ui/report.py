"""What `new` tells at the end: the verdict, the tree, what is not there yet, and the commands to type next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.decision.explanation import verdict, wrapped
from generator.project.draft import Draft

STRONGEST = 3
"""Arguments that are told beside the verdict; the rest is in the project's record of the decision."""


def report(drafted: Draft, notes: tuple[str, ...], *, dry_run: bool, width: int) -> str:
    """The report, in lines of at most `width` columns where words allow it."""
    reasons = [weighed.argument.because for weighed in drafted.decision.arguments_for[:STRONGEST]]
    lines = [
        *wrapped(verdict(drafted.decision), width),
        *(line for r in reasons for line in wrapped(r, width, "  * ")),
        "",
    ]
    lines += [f"{drafted.destination.name}/", *_branches(_nested(drafted.tree), dry_run=dry_run), ""]
    done = "would be written to" if dry_run else "written to"
    lines += [f"{len(drafted.tree)} files {done} {drafted.destination}"]
    lines += [line for note in notes for line in wrapped(note, width)]
    for id in drafted.plan.besides:
        lines += wrapped(f"Besides what you asked for: {id}. {drafted.plan.reasons[id]}.", width)
    lines += [line for warning in drafted.warnings for line in wrapped(warning, width)]
    if drafted.plan.not_yet:
        ids = ", ".join(drafted.plan.not_yet)
        lines += ["", *wrapped(f"Your answers also ask for what scaffold cannot write yet: {ids}.", width)]
        lines += wrapped("The answers are kept in .scaffold/answers.yml, so that it can be added later.", width)
    if not dry_run:
        lines += ["", "Next:", *(f"  {command}" for command in drafted.next)]
    return "\n".join(lines)


def _nested(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Folders as mappings of their own, files as the name of their layer."""
    top: dict[str, Any] = {}
    for path, file in tree.items():
        *folders, name = path.split("/")
        place = top
        for folder in folders:
            place = place.setdefault(folder, {})
        place[name] = file.layer
    return top


def _branches(folder: Mapping[str, Any], lead: str = "", *, dry_run: bool) -> Iterator[str]:
    for number, (name, inside) in enumerate(folder.items(), 1):
        last = number == len(folder)
        branch = f"{lead}{'└── ' if last else '├── '}{name}"
        if isinstance(inside, str):
            yield f"{branch}  [{inside}]" if dry_run else branch
        else:
            yield f"{branch}/"
            yield from _branches(inside, f"{lead}{'    ' if last else '│   '}", dry_run=dry_run)
