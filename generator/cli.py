"""The command line: arguments and exit statuses.

Commands import what they need, so that `--help` and `decide` load neither the renderer nor the prompts.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from generator import __version__
from generator.answers.answers import Answers, missing
from generator.errors import STOPPED, AnswersRefused, Interrupted, Misuse, ScaffoldError
from generator.knowledge.loader import Knowledge, load_knowledge
from generator.ui.completion import complete_framework, complete_page, complete_setting, completion_script

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

PROGRAMS = ("scaffold", "flask-or-django")
"""The installed commands; both are this program."""

PROGRAM = name if (name := Path(sys.argv[0]).stem) in PROGRAMS else PROGRAMS[0]
"""The command that this process was called by; the first one for `python -m generator`."""


def main() -> NoReturn:
    """Run the command, print errors to stderr, and exit with 0, 1, 2 or 130."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in _TERMINATION_SIGNALS:
        signal.signal(number, _terminate)
    try:
        sys.exit(cli.main(prog_name=PROGRAM, standalone_mode=False) or 0)
    except click.exceptions.Exit as exit:
        sys.exit(exit.exit_code)
    except click.ClickException as error:
        error.show()
        _fail(2, error.format_message())
    except ScaffoldError as error:
        prefix = "" if isinstance(error, Interrupted) else f"{PROGRAM}: "
        click.echo("\n".join(f"{prefix}{line}" for line in str(error).splitlines()), err=True)
        _fail(error.status, str(error))
    except (KeyboardInterrupt, click.Abort):
        click.echo(STOPPED, err=True)
        _fail(130, STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        message = f"{error.filename or 'standard output'}: {error.strerror or error}"
        click.echo(f"{PROGRAM}: {message}", err=True)
        _fail(1, message)


def _fail(status: int, message: str) -> NoReturn:
    """Exit; with `--json`, which counts even where the arguments cannot be parsed, print an object first."""
    if "--json" in sys.argv:
        with contextlib.suppress(OSError):  # stdout itself may be what failed
            _print({"error": {"status": status, "problems": message.splitlines()}})
    sys.exit(status)


_TERMINATION_SIGNALS = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]
"""Signals that terminate the program."""


def _terminate(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _ignore_interrupts() -> None:
    """Ignore Ctrl-C from now on: the project is about to be published, and its report follows."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


HELP = f"""Decide between Flask and Django, say why, and write a project that runs and passes its own tests.

Start with `{PROGRAM} new myproject`. Run `{PROGRAM} COMMAND --help` for the options of a command, and `{PROGRAM} docs`
for the documentation.
"""


@click.group(context_settings=CONTEXT, help=HELP)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Group the commands."""


answers_option = click.option(
    "--answers",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Read answers from a YAML, JSON or TOML file, or from `-`, stdin; see `{PROGRAM} docs answer-files`.",
)
set_option = click.option(
    "--set",
    "settings",
    metavar="ID=VALUE",
    multiple=True,
    shell_complete=complete_setting,
    help="Answer one question; may be repeated.",
)
model_option = click.option(
    "--model",
    "models",
    metavar="'NAME FIELD:TYPE …'",
    multiple=True,
    help="Add a model, such as 'Book title:str price:decimal'; may be repeated.",
)
defaults_option = click.option("--defaults", is_flag=True, help="Use the default for every question without an answer.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
plain_option = click.option("--plain", is_flag=True, help="Ask in plain numbered lines, for screen readers.")


@cli.command()
@click.argument("name", required=False)
@answers_option
@set_option
@model_option
@click.option(
    "--framework", metavar="auto|flask|django", shell_complete=complete_framework, help="Override the decision."
)
@defaults_option
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    default=Path(),
    help="Create the project's folder in DIR.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@json_option
@click.option("--no-git", is_flag=True, help="Create no repository and no first commit.")
@click.option("--install", is_flag=True, help="Install the project's dependencies afterwards (needs the network).")
@plain_option
@click.option(
    "--template", metavar="DIR", type=click.Path(path_type=Path), help="Use the template of another framework in DIR."
)
def new(
    name: str | None,
    file: Path | None,
    settings: tuple[str, ...],
    models: tuple[str, ...],
    framework: str | None,
    defaults: bool,
    into: Path,
    dry_run: bool,
    as_json: bool,
    no_git: bool,
    install: bool,
    plain: bool,
    template: Path | None,
) -> None:
    """Create a project in a folder NAME.

    Without a terminal nothing is asked: missing answers are reported, and the exit status is 2.
    """
    from generator import workflow
    from generator.answers import sources
    from generator.catalog import templates
    from generator.project import git
    from generator.project import writer as project

    knowledge, folder = load_knowledge(), into.absolute()
    flags = {"name": name, "framework": framework or (templates.read_template(template).id if template else None)}
    given, frameworks = sources.read_sources(
        flags, settings, file, _configuration_folder(), git.read_identity(), knowledge, template, models
    )
    if "name" in given.values:
        project.check_destination(folder / given["name"])  # before the interview
    answers = _complete(given, knowledge, frameworks, defaults=defaults, plain=plain, with_name=True)
    drafted = workflow.draft(answers, knowledge, folder, frameworks=frameworks, template=template)
    notes = (
        answers.notes
        if dry_run
        else answers.notes + workflow.write(drafted, with_git=not no_git, ready=_ignore_interrupts)
    )
    faults = workflow.install(drafted, with_git=not no_git) if install and not dry_run else ()
    _print_report(drafted, notes + faults, dry_run=dry_run, as_json=as_json)
    sys.exit(1 if faults else 0)


@cli.command()
@answers_option
@set_option
@model_option
@defaults_option
@json_option
@plain_option
def decide(
    file: Path | None,
    settings: tuple[str, ...],
    models: tuple[str, ...],
    defaults: bool,
    as_json: bool,
    plain: bool,
) -> None:
    """Decide and say why, without creating a project."""
    from generator.answers import sources
    from generator.decision import explanation as explain
    from generator.decision import scoring as decision

    knowledge = load_knowledge()
    given, frameworks = sources.read_sources({}, settings, file, _configuration_folder(), {}, knowledge, None, models)
    answers = _complete(given, knowledge, frameworks, defaults=defaults, plain=plain, with_name=False)
    decided = decision.decide(answers, knowledge, frameworks)
    _print(decision.as_json(decided) if as_json else explain.decision_text(decided, _width()))


@cli.command()
@json_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of an answer file.")
def questions(as_json: bool, schema: bool) -> None:
    """List the questions with their options, defaults and help."""
    from generator.answers import schema as schemas
    from generator.answers import sources
    from generator.catalog.templates import framework_ids
    from generator.decision import explanation as explain

    if as_json and schema:
        raise Misuse("--json and --schema exclude each other")
    knowledge = load_knowledge()
    if schema:
        ids = framework_ids()
        _print(schemas.answer_schema(knowledge, ids, sources.nameable_capabilities(knowledge, ids)))
    else:
        _print(
            schemas.questions_json(knowledge, framework_ids())
            if as_json
            else explain.questions_text(knowledge, _width())
        )


@cli.command()
@click.argument("page", required=False, shell_complete=complete_page)
def docs(page: str | None) -> None:
    """Print a page of the documentation, or list the pages."""
    from generator.ui.documentation import list_pages, read_page

    _print(read_page(page) if page else list_pages())


@cli.command(epilog=f"Example: `{PROGRAM} completion bash >> ~/.bashrc`.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell."""
    _print(completion_script(cli, PROGRAM, shell))


def _complete(
    given: Answers, knowledge: Knowledge, frameworks: tuple[str, ...], *, defaults: bool, plain: bool, with_name: bool
) -> Answers:
    """Return complete answers: the given ones, those of the interview, and defaults."""
    open_questions = missing(given, knowledge, with_name=with_name)
    if defaults:
        open_questions = tuple(question for question in open_questions if not question.defaults)
    if not open_questions:
        return given
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        from generator.decision.scoring import can_matter

        ids = ", ".join(q.id for q in open_questions if can_matter(q, given.given, knowledge, frameworks))
        if not ids:
            return given
        raise AnswersRefused((f"no answer, and no terminal to ask in: {ids}; use --set, --answers or --defaults",))
    from generator.ui.interview import Interview
    from generator.ui.prompts import make_prompts

    interview = Interview(make_prompts(plain=plain), knowledge, frameworks, given)
    return interview.run(open_questions, write=with_name)


def _print_report(drafted: Any, notes: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        tree = {"tree": {path: file.layer for path, file in drafted.tree.items()}} if dry_run else {}
        _print(drafted.as_json() | tree | {"notes": list(notes)})
        return
    from generator.ui.report import format_report

    _print(format_report(drafted, notes, dry_run=dry_run, width=_width()))


def _configuration_folder() -> Path:
    """Return the user's folder, which may contain answers for all projects."""
    return Path(click.get_app_dir("scaffold"))


def _print(result: Any) -> None:
    if not isinstance(result, str):
        import json

        result = json.dumps(result, indent=2, ensure_ascii=False)
    click.echo(result)


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
