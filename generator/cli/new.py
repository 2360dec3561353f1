"""`scaffold new`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from generator.cli import options
from generator.cli.program import failure, ignore_interrupts, show, terminal_width
from generator.knowledge.loader import load_knowledge


@click.command()
@click.argument("name", required=False)
@options.answers_option
@options.set_option
@options.model_option
@options.preset_option
@options.framework_option
@options.reason_option
@options.defaults_option
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    default=Path(),
    help="Create the project's folder in DIR.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--tree", is_flag=True, help="Show the files that were written.")
@options.json_option
@click.option("--no-git", is_flag=True, help="Create no repository and no first commit.")
@click.option("--install", is_flag=True, help="Install the project's dependencies afterwards (needs the network).")
@options.plain_option
@click.option(
    "--template", metavar="DIR", type=click.Path(path_type=Path), help="Use the template of another framework in DIR."
)
def new(
    name: str | None,
    file: Path | None,
    settings: tuple[str, ...],
    models: tuple[str, ...],
    preset: str | None,
    framework: str | None,
    reason: str | None,
    defaults: bool,
    into: Path,
    dry_run: bool,
    tree: bool,
    as_json: bool,
    no_git: bool,
    install: bool,
    plain: bool,
    template: Path | None,
) -> None:
    """Create a project in a folder NAME, or in the current one for NAME `.`, which may have nothing but `.git`.

    Without a terminal nothing is asked: missing answers are reported, and the exit status is 2.
    """
    from generator import workflow
    from generator.catalog import templates
    from generator.project import git
    from generator.project import writer as project

    knowledge, here = load_knowledge(), name in (".", "./")
    folder = into.resolve() if here else into.absolute()
    framework = framework or (templates.read_template(template).id if template else None)
    sources = options.Sources(file, settings, models, preset, defaults, plain)
    given, frameworks = sources.read(
        {"name": None if here else name, "framework": framework, "reason": reason},
        knowledge,
        identity=git.read_identity(),
        template=template,
        folder=folder if here else None,
    )
    if here or "name" in given.values:
        project.check_destination(folder if here else folder / given["name"])  # before the interview
    answers = sources.complete(given, knowledge, frameworks, with_name=True, template=template)
    destination = folder if here else folder / answers["name"]
    drafted = workflow.draft(answers, knowledge, destination, frameworks=frameworks, template=template)
    notes = () if dry_run else workflow.write(drafted, with_git=not no_git, ready=ignore_interrupts)
    faults = workflow.install(drafted, with_git=not (no_git or notes)) if install and not dry_run else ()
    _show_report(drafted, answers.notes + notes, faults, dry_run=dry_run, tree=tree, as_json=as_json)
    sys.exit(1 if faults else 0)


def _show_report(
    drafted: Any, notes: tuple[str, ...], faults: tuple[str, ...], *, dry_run: bool, tree: bool, as_json: bool
) -> None:
    if as_json:
        files = {"tree": {path: file.layer for path, file in drafted.tree.items()}} if dry_run or tree else {}
        failed = failure(1, faults) if faults else {}
        show(drafted.as_json() | files | {"notes": list(notes)} | failed)
        return
    from generator.ui.report import format_report

    show(format_report(drafted, notes + faults, dry_run=dry_run, tree=tree, width=terminal_width()))
