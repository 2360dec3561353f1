"""Prompts in a terminal: with the arrow keys, or as plain numbered lines for screen readers and dumb terminals.

Both write to stderr, so that stdout stays free for results, and both read from a terminal only: whoever makes them has
checked that there is one.
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
from generator.ui.interview import BACK, Prompts, Row

ESCAPE_DELAY = 0.05
"""Seconds to wait after Esc for the rest of an arrow key; prompt_toolkit's half a second feels broken."""


def make_prompts(*, plain: bool) -> Prompts:
    """The prompts that fit the terminal; plain ones when asked for, and where the terminal cannot move its cursor."""
    return PlainPrompts() if plain or os.environ.get("TERM") == "dumb" else ArrowPrompts()


def _width() -> int:
    return shutil.get_terminal_size().columns


class ArrowPrompts:
    """Prompts that are answered with the arrow keys; Esc goes back."""

    def __init__(self) -> None:
        self._look: dict[str, Any] = {"style": _style(), "output": create_output(stdout=sys.stderr)}

    @property
    def width(self) -> int:
        """Columns of the terminal, now."""
        return _width()

    def choose(self, message: str, rows: Sequence[Row], default: str, help: str = "") -> Any:
        """The id of one of the rows."""
        self._help(help)
        choices = [questionary.Choice(row.title, value=row.id, description=row.help or None) for row in rows]
        known = any(row.id == default for row in rows)
        instruction = "(arrows, Enter; Esc: back)"
        prompt = questionary.select(
            message, choices, default=default if known else None, instruction=instruction, **self._look
        )
        return self._asked(prompt)

    def write(self, message: str, default: str, question: Question, help: str = "") -> Any:
        """A text that reads as an answer to the question."""
        return self._text(message, default, _answers(question), help)

    def enter(self, message: str, check: Callable[[str], str], help: str = "") -> Any:
        """A line for which `check` gives no problem."""
        return self._text(message, "", check, help)

    def _text(self, message: str, default: str, check: Callable[[str], str], help: str) -> Any:
        self._help(help)

        def validate(text: str) -> bool | str:
            return check(text) or True

        return self._asked(questionary.text(message, default=default, validate=validate, **self._look))

    def tell(self, text: str) -> None:
        """Something for the person to read."""
        click.echo(f"\n{text}", err=True)

    def _help(self, help: str) -> None:
        click.echo("\n".join(["", *textwrap.wrap(help, max(self.width, 20))]), err=True)

    def _asked(self, prompt: questionary.Question) -> Any:
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
    """Prompts as plain lines: every option numbered and read out, the number typed; `b` goes back."""

    @property
    def width(self) -> int:
        """Columns of the terminal, now."""
        return _width()

    def choose(self, message: str, rows: Sequence[Row], default: str, help: str = "") -> Any:
        """The id of one of the rows."""
        ids = [row.id for row in rows]
        preset = ids.index(default) + 1 if default in ids else 1
        lines = [f"{n}. {row.title}{f' – {row.help}' if row.help else ''}" for n, row in enumerate(rows, 1)]
        self.tell("\n".join([message, *([help] if help else []), *lines]))
        while True:
            typed = self._line(f"Number 1 to {len(rows)}, Enter for {preset}, b to go back: ").lower()
            if typed == "b":
                return BACK
            if typed == "" or (typed.isdecimal() and 1 <= int(typed) <= len(rows)):
                return ids[int(typed or preset) - 1]
            if typed in ids:
                return typed
            self.tell(f"{typed!a} is none of the numbers.")

    def write(self, message: str, default: str, question: Question, help: str = "") -> Any:
        """A text that reads as an answer to the question."""
        return self._text(message, default, _answers(question), help)

    def enter(self, message: str, check: Callable[[str], str], help: str = "") -> Any:
        """A line for which `check` gives no problem."""
        return self._text(message, "", check, help)

    def _text(self, message: str, default: str, check: Callable[[str], str], help: str) -> Any:
        self.tell("\n".join([message, *([help] if help else [])]))
        while True:
            typed = self._line(f"Text{f', Enter for {default}' if default else ''}, b to go back: ")
            if typed == "b":
                return BACK
            problem = check(typed or default)
            if not problem:
                return typed or default
            self.tell(problem)

    def tell(self, text: str) -> None:
        """Something for the person to read."""
        click.echo(f"\n{text}", err=True)

    def _line(self, prompt: str) -> str:
        click.echo(prompt, nl=False, err=True)
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            raise Interrupted(STOPPED) from None
        if not line:
            raise Interrupted(STOPPED)
        return line.strip()


def _answers(question: Question) -> Callable[[str], str]:
    """What is wrong with a text as an answer to the question; empty where nothing is."""

    def check(text: str) -> str:
        try:
            read_value(question, text)
        except ValueError as error:
            return str(error)
        return ""

    return check


def _style() -> questionary.Style:
    """Bold and underlined rather than coloured: it reads on light and dark grounds, and without colour."""
    return questionary.Style([("qmark", "bold"), ("question", "bold"), ("highlighted", "bold"), ("answer", "bold")])
