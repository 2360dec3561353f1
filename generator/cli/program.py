"""The program: its name, its output, and the exit status of each error."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from generator.errors import STOPPED, Interrupted, ScaffoldError

PROGRAMS = ("scaffold", "flask-or-django")
"""The installed commands; both are this program."""

PROGRAM = name if (name := Path(sys.argv[0]).stem) in PROGRAMS else PROGRAMS[0]
"""The command that this process was called by; the first one for `python -m generator`."""


def run(command: click.Command) -> NoReturn:
    """Run the command, print errors to stderr, and exit with 0, 1, 2 or 130."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in _TERMINATION_SIGNALS:
        signal.signal(number, _terminate)
    try:
        sys.exit(command.main(prog_name=PROGRAM, standalone_mode=False) or 0)
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


def failure(status: int, problems: Sequence[str]) -> dict[str, Any]:
    """Return the object that `--json` prints on a failure."""
    error = problems[0] if len(problems) == 1 else f"{len(problems)} problems"
    return {"error": error, "exit": status, "problems": list(problems)}


def _fail(status: int, message: str) -> NoReturn:
    """Exit; with `--json`, which counts even where the arguments cannot be parsed, print an object first."""
    if "--json" in sys.argv:
        with contextlib.suppress(OSError):  # stdout itself may be what failed
            show(failure(status, message.splitlines()))
    sys.exit(status)


_TERMINATION_SIGNALS = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]
"""Signals that terminate the program."""


def _terminate(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def ignore_interrupts() -> None:
    """Ignore Ctrl-C from now on: the project is about to be published, and its report follows."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def show(result: Any) -> None:
    """Print a text, or any other value as JSON."""
    if not isinstance(result, str):
        import json

        result = json.dumps(result, indent=2, ensure_ascii=False)
    click.echo(result)


def terminal_width() -> int:
    """Return the columns of the terminal."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
