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
from prompt_toolkit.filters import to_filter
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
        choices = [self._choice(item) for item in items]
        known = any(item.id == default for item in items)
        message, instruction = self._fold(message, 2), "(arrows, Enter; Esc: back)"
        if len(message.splitlines()[-1]) + len(instruction) + 3 > self.width:
            instruction = f"\n  {self._fold(instruction, 2)}"
        prompt = questionary.select(
            message, choices, default=default if known else None, instruction=instruction, **self._options
        )
        return self._run(prompt)

    def _choice(self, item: MenuItem) -> questionary.Choice:
        if item.id is None:
            return questionary.Separator(self._fold(item.title, 3))
        description = self._fold(f"Description: {item.help}", 2).removeprefix("Description:").lstrip(" ")
        return questionary.Choice(self._fold(item.title, 3), value=item.id, description=description or None)

    def _fold(self, text: str, indent: int) -> str:
        """Return the text in lines that fit behind an indentation, all but the first indented."""
        return f"\n{' ' * indent}".join(_wrapped(text, self.width - indent - 1))

    def ask_answer(self, message: str, default: str, question: Question, help: str = "") -> Any:
        """Return a text that is a valid answer to the question."""
        return self._ask_text(message, default, _answer_check(question), help)

    def ask_line(self, message: str, check: Callable[[str], str], help: str = "") -> Any:
        """Return a line for which `check` returns no problem."""
        return self._ask_text(message, "", check, help)

    def _ask_text(self, message: str, default: str, check: Callable[[str], str], help: str) -> Any:
        self._show_help(help)

        def validate(text: str) -> bool | str:
            return "\n".join(_wrapped(check(text), self.width)) or True

        message = self._fold(message, 2)
        return self._run(questionary.text(message, default=default, validate=validate, **self._options))

    def show(self, text: str) -> None:
        """Show a text."""
        click.echo("\n".join(["", *_wrapped(text, self.width)]), err=True)

    def _show_help(self, help: str) -> None:
        click.echo("\n".join(["", *_wrapped(help, self.width)]), err=True)

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
        for window in application.layout.find_all_windows():
            if window.height == 1:  # an error, which may need several lines
                window.height, window.dont_extend_height = None, to_filter(True)
        try:
            return prompt.unsafe_ask()
        except (KeyboardInterrupt, EOFError):
            raise Interrupted(STOPPED) from None


def _wrapped(text: str, width: int) -> list[str]:
    """Return each line of the text in lines that fit, broken between words and with its indentation."""
    lines = []
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip(" ")))
        lines += textwrap.wrap(line, max(width, 10), subsequent_indent=indent, break_on_hyphens=False) or [""]
    return lines


class PlainPrompts:
    """Prompts as plain numbered lines; `b` goes back."""

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return _terminal_width()

    def choose(self, message: str, items: Sequence[MenuItem], default: str, help: str = "") -> Any:
        """Return the id of the chosen item."""
        ids = [item.id for item in items if item.id is not None]
        default_number = ids.index(default) + 1 if default in ids else 1
        numbers = iter(range(1, len(ids) + 1))
        lines = [
            item.title if item.id is None else f"{next(numbers)}. {item.title}{f' – {item.help}' if item.help else ''}"
            for item in items
        ]
        self.show("\n".join([message, *([help] if help else []), *lines]))
        while True:
            typed = self._read_line(f"Number 1 to {len(ids)}, Enter for {default_number}, b to go back: ").lower()
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
        click.echo("\n".join(["", *_wrapped(text, self.width)]), err=True)

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
    bold = [(name, "noinherit bold") for name in ("qmark", "question", "highlighted", "answer")]
    return questionary.Style([*bold, ("separator", "underline")])
