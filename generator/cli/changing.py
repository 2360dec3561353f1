"""The commands that change a project: update, undo, add, remove."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import json_option, model_option
from generator.cli.program import PROGRAM, ignore_interrupts, show
from generator.cli.project_options import (
    check_finished,
    dry_run_option,
    project_option,
    read_settings,
    set_option,
    template_option,
)
from generator.errors import Misuse
from generator.knowledge.loader import load_knowledge

if TYPE_CHECKING:
    from generator.evolve.base import Base
    from generator.evolve.replan import Planner, Replanned
    from generator.evolve.update import Update
    from generator.project.draft import Draft


@click.command()
@set_option
@dry_run_option
@json_option
@click.option("--require-clean", is_flag=True, help="Refuse if there are uncommitted changes.")
@click.option("--abort", is_flag=True, help="Take back an update that was interrupted.")
@project_option
@template_option
def update(
    settings: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    require_clean: bool,
    abort: bool,
    start: Path,
    template: Path | None,
) -> None:
    """Update a project to the templates of this version, and to changed answers.

    Your changes are kept. The exit status is 1 if there are conflicts to resolve.
    """
    from generator.evolve.base import find_project

    if abort:
        if settings or dry_run or require_clean:
            raise Misuse("--abort: takes neither --set, --dry-run nor --require-clean; leave them out")
        _abort(find_project(start.absolute()), as_json=as_json)
        return
    changed = read_settings(settings)
    _update(start, lambda _: changed, (), template, dry_run=dry_run, as_json=as_json, require_clean=require_clean)


@click.command()
@json_option
@project_option
def undo(as_json: bool, start: Path) -> None:
    """Take back the last update; a second `undo` repeats it."""
    from generator.evolve import undo as undoing
    from generator.evolve.backup import locked
    from generator.evolve.base import find_project

    folder = find_project(start.absolute())
    with locked(folder):
        undone = undoing.undo(folder)
    lines = [f"  restored  {path}" for path in undone.restored]
    lines += [f"{path} was edited since; `scaffold undo` again brings the edited file back." for path in undone.edited]
    show(
        {"restored": list(undone.restored), "edited": list(undone.edited)}
        if as_json
        else "\n".join([*lines, f"{len(undone.restored)} files are as they were before the last update."])
    )


@click.command()
@click.argument("capabilities", nargs=-1, metavar="[CAPABILITY]...")
@model_option
@dry_run_option
@json_option
@project_option
@template_option
def add(
    capabilities: tuple[str, ...],
    models: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    start: Path,
    template: Path | None,
) -> None:
    """Add capabilities and models to a project."""
    if not capabilities and not models:
        raise Misuse(f"expected a capability or --model, found neither; `{PROGRAM} docs updating` has examples")

    def change(planner: Planner) -> dict[str, Any]:
        return planner.adding(capabilities) if capabilities else {}

    _update(start, change, models, template, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="CAPABILITY|MODEL...")
@dry_run_option
@json_option
@project_option
@template_option
def remove(names: tuple[str, ...], dry_run: bool, as_json: bool, start: Path, template: Path | None) -> None:
    """Remove capabilities and models from a project; files that you changed stay."""
    _update(start, lambda planner: planner.removing(names), (), template, dry_run=dry_run, as_json=as_json)


FRAMEWORK_STAYS = "The answers favour {0} now. The project stays with {1}; `--set framework={0}` would change it."


def _update(
    start: Path,
    change: Callable[[Planner], Mapping[str, Any]],
    models: tuple[str, ...],
    template: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
    require_clean: bool = False,
) -> None:
    """Update a project and report it; `change` returns the answers to change. Exit with 1 if there are conflicts."""
    from generator import workflow
    from generator.evolve import update as updating
    from generator.evolve.backup import locked
    from generator.evolve.base import find_project, read_base
    from generator.evolve.replan import Planner

    folder = find_project(start.absolute())
    if dry_run:
        check_finished(folder)
    with locked(folder):
        notes = _take_back(folder)
        updating.check_ready(folder, require_clean=require_clean)
        planner = Planner(read_base(folder), load_knowledge(), template)
        after = planner.replan(change(planner), models)
        before = planner.recorded() or after
        if after.decision.overridden and not before.decision.overridden:
            notes.append(FRAMEWORK_STAYS.format(after.decision.verdict, after.decision.framework))
        drafted = workflow.redraft(after, folder)
        found = updating.find_update(planner.base, drafted.tree, drafted.decision.framework)
        if not dry_run:
            ignore_interrupts()
            notes += updating.write_update(folder, found)
    _report(planner.base, before, drafted, found, notes, dry_run=dry_run, as_json=as_json)
    sys.exit(1 if found.conflicts else 0)


def _take_back(folder: Path) -> list[str]:
    """Take back an update that was interrupted; return notes about it."""
    from generator.evolve.backup import take_back, was_interrupted

    if not was_interrupted(folder):
        return []
    saved = take_back(folder)
    return ["Took back an update that was interrupted.", *(f"Your edits since are in {path}." for path in saved)]


def _report(
    base: Base,
    before: Replanned,
    drafted: Draft,
    found: Update,
    notes: list[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from generator import __version__
    from generator.evolve.report import format_parts, format_update, parts_json, update_json

    if as_json:
        head = {
            "path": str(base.folder),
            "framework": drafted.decision.framework,
            "version": {"from": base.version, "to": __version__},
            "written": not dry_run,
        }
        files = update_json(found)
        show(head | parts_json(before.plan, drafted.plan) | files | {"notes": [*notes, *files["notes"]]})
        return
    lines = [*notes, *format_parts(before.plan, drafted.plan), format_update(found, dry_run=dry_run)]
    show("\n".join(lines))


def _abort(folder: Path, *, as_json: bool) -> None:
    from generator.evolve.backup import locked, take_back, was_interrupted

    with locked(folder):
        if not was_interrupted(folder):
            raise Misuse(f"{folder}: no update was interrupted; `scaffold undo` takes the last update back")
        saved = take_back(folder)
    lines = ["The project is as it was before the update.", *(f"Your edits since are in {path}." for path in saved)]
    show({"aborted": True, "saved": list(saved)} if as_json else "\n".join(lines))
