"""The commands that compare a project with its record and its templates: diff, check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import json_option
from generator.cli.program import show
from generator.cli.project_options import (
    check_finished,
    project_option,
    read_settings,
    set_option,
    template_option,
)
from generator.errors import Misuse
from generator.knowledge.loader import load_knowledge

if TYPE_CHECKING:
    from generator.evolve.base import Base
    from generator.evolve.replan import Replanned
    from generator.rendering.tree import File, Tree


@click.command()
@set_option
@click.option(
    "--against",
    type=click.Choice(["new", "base", "answers.yml"]),
    default="new",
    help="new: what an update would change. base: what was changed since generation. "
    "answers.yml: what other answers change in the templates' files.",
)
@project_option
@template_option
def diff(settings: tuple[str, ...], against: str, start: Path, template: Path | None) -> None:
    """Print a unified diff, and write nothing."""
    from generator.evolve import worktree
    from generator.evolve.base import find_project, read_base
    from generator.evolve.report import format_diff

    folder = find_project(start.absolute())
    check_finished(folder)
    base = read_base(folder)
    if against == "base":
        if settings:
            raise Misuse("--set: changes nothing in what was generated; leave it out, or use another --against")
        ours = worktree.read_files(folder, base.tree)
        _show_diff(format_diff(base.tree, worktree.with_line_ends(ours, base.tree)))
        return
    from generator import workflow
    from generator.evolve.replan import Planner
    from generator.evolve.update import find_update

    planner, changed = Planner(base, load_knowledge(), template), read_settings(settings)
    new = workflow.redraft(planner.replan(changed), folder)
    if against == "answers.yml":
        before = workflow.redraft(planner.replan({}), folder).tree
        _show_diff(format_diff(_generated(before), _generated(new.tree)))
        return
    found = find_update(base, new.tree, new.decision.framework)
    written = {change.path: change.file for change in found.changes if change.is_write}
    secret = {path for path, file in written.items() if file and file.once}
    after = {path: file for path, file in written.items() if file and path not in secret}
    _show_diff(format_diff(worktree.read_files(folder, written.keys() - secret), after))


@click.command()
@json_option
@project_option
@template_option
def check(as_json: bool, start: Path, template: Path | None) -> None:
    """Check that a project is up to date with its templates and that its record is whole; exit with 1 if not."""
    from generator import __version__
    from generator.evolve.base import find_project, read_base
    from generator.evolve.replan import Planner
    from generator.project.record import recorded_values, source_digest

    folder = find_project(start.absolute())
    check_finished(folder)
    base = read_base(folder)
    planned = Planner(base, load_knowledge(), template).replan({})
    digest = source_digest(planned.plan, recorded_values(planned.plan, planned.answers))
    is_same = (base.version, base.digest) == (__version__, digest)
    behind = [] if is_same and base.is_complete else _behind(base, planned)
    if as_json:
        show({"path": str(folder), "current": not behind, "behind": behind, "problems": list(base.problems)})
    else:
        lines = [*base.problems, *(f"  behind  {path}" for path in behind)]
        show("\n".join([*lines, _advice(behind, base.problems)]))
    sys.exit(1 if behind or base.problems else 0)


def _advice(behind: list[str], problems: tuple[str, ...]) -> str:
    """Return what to do, in one sentence."""
    if problems:
        return "The record is damaged: run `scaffold update`, which writes the record anew."
    if behind:
        return f"{len(behind)} files are behind their templates or their answers: run `scaffold update`."
    return "The project is up to date with its templates."


def _behind(base: Base, planned: Replanned) -> list[str]:
    """Return the files that are generated in another way today."""
    from generator import workflow
    from generator.evolve.merging.tree_merge import same

    new = _generated(workflow.redraft(planned, base.folder).tree)
    return [path for path in sorted(base.tree.keys() | new.keys()) if not same(base.tree.get(path), new.get(path))]


def _show_diff(text: str) -> None:
    if text:
        show(text.removesuffix("\n"))


def _generated(tree: Tree) -> dict[str, File]:
    """Return the files of a tree that the record knows."""
    from generator.project.record import FOLDER

    return {path: file for path, file in tree.items() if not file.once and not path.startswith(f"{FOLDER}/")}
