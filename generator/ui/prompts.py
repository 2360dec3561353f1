"""Prompts in a terminal: with the arrow keys, or as plain numbered lines for screen readers and dumb terminals.

Both write to stderr and keep stdout for results. The caller checks that there is a terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import click
import questionary
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.output import create_output

from generator.answers.values import read_value
from generator.errors import STOPPED, Interrupted
from generator.knowledge.loader import Question
from generator.ui.interview import BACK, MenuItem, Prompts

ESCAPE_DELAY = 0.05
"""Seconds to wait after Esc for the rest of an escape sequence; the default of 0.5 is too slow for a key."""


def make_prompts(*, plain: bool) -> Prompts:
    """Return the prompts for the terminal; plain ones on request, or if the terminal cannot move its cursor."""
    return PlainPrompts() if plain or os.environ.get("TERM") == "dumb" else ArrowPrompts()


def _terminal_width() -> int:
    return shutil.get_terminal_size().columns


class ArrowPrompts:
    """Prompts that are answered with the arrow keys; Esc goes back."""

    def __init__(self) -> None:
        self._options: dict[str, Any] = {"style": _style(), "output": create_output(stdout=sys.stderr)}

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return _terminal_width()

    def choose(self, message: str, items: Sequence[MenuItem], default: str, help: str = "") -> Any:
        """Return the id of the chosen item."""
        self._show_help(help)
        choices = [questionary.Choice(item.title, value=item.id, description=item.help or None) for item in items]
        known = any(item.id == default for item in items)
        instruction = "(arrows, Enter; Esc: back)"
        prompt = questionary.select(
            message, choices, default=default if known else None, instruction=instruction, **self._options
        )
        return self._run(prompt)

    def ask_answer(self, message: str, default: str, question: Question, help: str = "") -> Any:
        """Return a text that is a valid answer to the question."""
        return self._ask_text(message, default, _answer_check(question), help)

    def ask_line(self, message: str, check: Callable[[str], str], help: str = "") -> Any:
        """Return a line for which `check` returns no problem."""
        return self._ask_text(message, "", check, help)

    def _ask_text(self, message: str, default: str, check: Callable[[str], str], help: str) -> Any:
        self._show_help(help)

        def validate(text: str) -> bool | str:
            return check(text) or True

        return self._run(questionary.text(message, default=default, validate=validate, **self._options))

    def show(self, text: str) -> None:
        """Show a text."""
        click.echo(f"\n{text}", err=True)

    def _show_help(self, help: str) -> None:
        click.echo("\n".join(["", *textwrap.wrap(help, max(self.width, 20))]), err=True)

    def _run(self, prompt: questionary.Question) -> Any:
        keys = KeyBindings()

        @keys.add("escape", eager=True)
        @keys.add("c-b", eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=BACK)

        @keys.add("<sigint>", eager=True)
        @keys.add("c-d", eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        application = prompt.application
        application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), keys])
        application.ttimeoutlen = ESCAPE_DELAY
        try:
            return prompt.unsafe_ask()
        except (KeyboardInterrupt, EOFError):
            raise Interrupted(STOPPED) from None


class PlainPrompts:
    """Prompts as plain numbered lines; `b` goes back."""

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return _terminal_width()

    def choose(self, message: str, items: Sequence[MenuItem], default: str, help: str = "") -> Any:
        """Return the id of the chosen item."""
        ids = [item.id for item in items]
        default_number = ids.index(default) + 1 if default in ids else 1
        lines = [f"{n}. {item.title}{f' – {item.help}' if item.help else ''}" for n, item in enumerate(items, 1)]
        self.show("\n".join([message, *([help] if help else []), *lines]))
        while True:
            typed = self._read_line(f"Number 1 to {len(items)}, Enter for {default_number}, b to go back: ").lower()
            if typed == "b":
                return BACK
            if typed == "" or (typed.isdecimal() and 1 <= int(typed) <= len(items)):
                return ids[int(typed or default_number) - 1]
            if typed in ids:
                return typed
            self.show(f"{typed!a} is not one of the numbers.")

    def ask_answer(self, message: str, default: str, question: Question, help: str = "") -> Any:
        """Return a text that is a valid answer to the question."""
        return self._ask_text(message, default, _answer_check(question), help)

    def ask_line(self, message: str, check: Callable[[str], str], help: str = "") -> Any:
        """Return a line for which `check` returns no problem."""
        return self._ask_text(message, "", check, help)

    def _ask_text(self, message: str, default: str, check: Callable[[str], str], help: str) -> Any:
        self.show("\n".join([message, *([help] if help else [])]))
        while True:
            typed = self._read_line(f"Text{f', Enter for {default}' if default else ''}, b to go back: ")
            if typed == "b":
                return BACK
            problem = check(typed or default)
            if not problem:
                return typed or default
            self.show(problem)

    def show(self, text: str) -> None:
        """Show a text."""
        click.echo(f"\n{text}", err=True)

    def _read_line(self, prompt: str) -> str:
        click.echo(prompt, nl=False, err=True)
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            raise Interrupted(STOPPED) from None
        if not line:
            raise Interrupted(STOPPED)
        return line.strip()


def _answer_check(question: Question) -> Callable[[str], str]:
    """Return a function that returns the problem of a text as an answer, or an empty string."""

    def check(text: str) -> str:
        try:
            read_value(question, text)
        except ValueError as error:
            return str(error)
        return ""

    return check


def _style() -> questionary.Style:
    """Return a style without colours, which is legible on light and dark backgrounds."""
    return questionary.Style([("qmark", "bold"), ("question", "bold"), ("highlighted", "bold"), ("answer", "bold")])
