"""The group of the commands, and those that only tell something."""

from __future__ import annotations

from typing import NoReturn

import click

from generator import __version__
from generator.cli import options
from generator.cli.changing import add, remove, undo, update
from generator.cli.comparing import check, diff
from generator.cli.decide import decide
from generator.cli.new import new
from generator.cli.program import PROGRAM, run, show, terminal_width
from generator.errors import Misuse
from generator.knowledge.loader import load_knowledge, load_presets
from generator.ui.completion import complete_page, completion_script

HELP = f"""Decide between Flask and Django, say why, and write a project that runs and passes its own tests.

Start with `{PROGRAM} new myproject`. Run `{PROGRAM} COMMAND --help` for the options of a command, and `{PROGRAM} docs`
for the documentation.
"""


def main() -> NoReturn:
    """Run the program, and exit."""
    run(cli)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, help=HELP)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Group the commands."""


for command in (new, decide, update, undo, diff, check, add, remove):
    cli.add_command(command)


@cli.command()
@options.json_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of an answer file.")
def questions(as_json: bool, schema: bool) -> None:
    """List the questions with their options, defaults and help."""
    from generator.answers import schema as schemas
    from generator.answers import sources
    from generator.catalog.templates import framework_ids
    from generator.decision import explanation as explain

    if as_json and schema:
        raise Misuse("--json and --schema exclude each other")
    knowledge, ids = load_knowledge(), framework_ids()
    if schema:
        show(schemas.answer_schema(knowledge, ids, sources.nameable_capabilities(knowledge, ids)))
    elif as_json:
        show(schemas.questions_json(knowledge, ids))
    else:
        show(explain.questions_text(knowledge, terminal_width()))


@cli.command()
@options.json_option
def presets(as_json: bool) -> None:
    """List the presets, which answer questions for common applications."""
    found = load_presets().values()
    if as_json:
        show([{"id": each.id, "title": each.title, "help": each.help, "answers": dict(each.answers)} for each in found])
        return
    for each in found:
        answers = ", ".join(f"{id}={value}" for id, value in each.answers.items())
        show(f"{each.id:<11}{each.help}\n{'':<11}{answers}")


@cli.command()
@options.json_option
def config(as_json: bool) -> None:
    """Show your configuration: the file with answers for all your projects."""
    from generator.answers import sources

    folder = options.configuration_folder()
    file = sources.find_configuration(folder)
    found = sources.read_answers_of(folder, load_knowledge())
    path = str(file or folder / sources.CONFIGURATIONS[0])
    if as_json:
        show({"path": path, "exists": file is not None, "answers": found})
    elif file is None:
        show(
            f"There is no configuration. Answers in {path} count for all your projects, such as\n  author: Ada Lovelace"
        )
    else:
        show("\n".join([path, *(f"  {id}: {value}" for id, value in found.items())]))


@cli.command()
@click.argument("page", required=False, shell_complete=complete_page)
def docs(page: str | None) -> None:
    """Print a page of the documentation, or list the pages."""
    from generator.ui.documentation import list_pages, read_page

    show(read_page(page) if page else list_pages())


@cli.command(epilog=f"Example: `{PROGRAM} completion bash >> ~/.bashrc`.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell."""
    show(completion_script(cli, PROGRAM, shell))
