"""What the commands for a project that exists share: their options, and what they check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.program import PROGRAM
from generator.errors import Misuse
from generator.ui.completion import complete_setting

project_option = click.option(
    "--project",
    "start",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="Use the project in DIR instead of the current folder.",
)
set_option = click.option(
    "--set",
    "settings",
    metavar="ID=VALUE",
    multiple=True,
    shell_complete=complete_setting,
    help="Change one answer; may be repeated.",
)
template_option = click.option(
    "--template", metavar="DIR", type=click.Path(path_type=Path), help="Use the template of a framework in DIR."
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")


def check_finished(folder: Path) -> None:
    """Raise `Misuse` if an update was interrupted."""
    from generator.evolve.backup import was_interrupted

    if was_interrupted(folder):
        raise Misuse(f"{folder}: an update was interrupted; take it back with `{PROGRAM} update --abort`")


def read_settings(settings: tuple[str, ...]) -> dict[str, Any]:
    """Return the raw answers of `--set` by question id."""
    from generator.answers.sources import from_settings

    return {id: raw.value for id, raw in from_settings(settings).answers}
