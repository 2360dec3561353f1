"""Completion in a shell: the values of options and arguments, and the script that a shell loads."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from generator.errors import Misuse
from generator.knowledge.loader import load_knowledge, load_presets


def complete_setting(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the values of `--set`: question ids first, then the options of the typed id."""
    id, equals, _ = typed.partition("=")
    questions = load_knowledge().questions
    if not equals:
        return [f"{question.id}=" for question in questions if question.id.startswith(id)]
    options = [option for question in questions if question.id == id for option in question.option_ids]
    return [setting for option in options if (setting := f"{id}={option}").startswith(typed)]


def complete_framework(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the values of `--framework`."""
    from generator.catalog.templates import framework_ids

    return [id for id in ("auto", *framework_ids()) if id.startswith(typed)]


def complete_argument(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the values of `--why`."""
    return [argument.id for argument in load_knowledge().arguments if argument.id.startswith(typed)]


def complete_preset(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the values of `--preset`."""
    return [id for id in load_presets() if id.startswith(typed)]


def complete_page(_context: click.Context, _argument: click.Parameter, typed: str) -> list[str]:
    """Return the pages of the documentation."""
    from generator.ui.documentation import find_pages

    return [name for name in find_pages() if name.startswith(typed)]


def completion_script(command: click.Command, program: str, shell: str) -> str:
    """Return the completion script of a program for a shell."""
    kind = get_completion_class(shell)
    if kind is None:
        raise Misuse(f"there is no completion for {shell}")
    return kind(command, {}, program, f"_{program.replace('-', '_').upper()}_COMPLETE").source()
