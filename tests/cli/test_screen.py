"""The interview as it stands on the screen of a real terminal (tmux), at several widths."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.knowledge.loader import load_knowledge

pytestmark = pytest.mark.slow

KIND = load_knowledge().question("kind")
CUT = 15
"""Seconds until a text that never appears fails the test."""


class Screen:
    """A terminal: keys are sent to it, and what it shows is read."""

    def __init__(self, folder: Path, columns: int, command: str) -> None:
        self.tmux = ["tmux", "-S", str(folder / "tmux"), "-f", os.devnull]
        size = ["-x", str(columns), "-y", "90"]
        environment = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
        environment.pop("COLUMNS", None)
        subprocess.run(
            [*self.tmux, "new-session", "-d", *size, "-c", str(folder), f"{command}; sleep 60"],
            check=True,
            env=environment,
        )

    def lines(self, *, colours: bool = False) -> list[str]:
        """Return the lines on the screen."""
        capture = [*self.tmux, "capture-pane", "-p", *(["-e"] if colours else [])]
        return subprocess.run(capture, capture_output=True, text=True, check=True).stdout.splitlines()

    def words(self) -> str:
        """Return all words on the screen, with a space between them."""
        return " ".join(" ".join(self.lines()).split())

    def shows(self, text: str) -> None:
        """Wait until the words of a text are on the screen, none of them cut."""
        end = time.monotonic() + CUT
        while text not in self.words():
            assert time.monotonic() < end, "\n".join([text, *self.lines()])
            time.sleep(0.05)

    def keys(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        subprocess.run([*self.tmux, "send-keys", *keys], check=True)

    def close(self) -> None:
        """End the terminal and what runs in it."""
        subprocess.run([*self.tmux, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def screen(here: Path) -> Iterator[Callable[..., Screen]]:
    """Return a function that runs `scaffold new` in a terminal of a width."""
    if not shutil.which("tmux"):
        assert "SCAFFOLD_TESTS_STRICT" not in os.environ, "CI must have tmux"
        pytest.skip("needs tmux")
    opened: list[Screen] = []

    def new(columns: int, *arguments: str, before: str = "") -> Screen:
        command = shlex.join([sys.executable, "-m", "generator", "new", *arguments])
        opened.append(Screen(here, columns, f"{before}{command}"))
        return opened[-1]

    yield new
    for each in opened:
        each.close()


@pytest.mark.parametrize("columns", [80, 40, 20])
def test_questions_errors_and_descriptions_are_wrapped_between_words(
    screen: Callable[..., Screen], columns: int
) -> None:
    shown = screen(columns)
    shown.shows("What is the project called? (1 of 8)")
    shown.keys("x", "Enter")
    shown.shows("starting with a letter and not ending with - or _, such as my-project")
    shown.keys("C-u", "my", "Space", "shelf", "Enter")
    shown.shows("The name 'my shelf' was changed to my-shelf.")
    shown.shows(f"{KIND.help} ? {KIND.text} (2 of 8) (arrows, Enter; Esc: back)")
    for option in KIND.options:
        shown.shows(f"Description: {option.help}")
        assert option.title in shown.words()
        shown.keys("Down")


@pytest.mark.parametrize("columns", [80, 40, 20])
def test_plain_questions_are_wrapped_between_words(screen: Callable[..., Screen], columns: int) -> None:
    shown = screen(columns, "shelf", "--plain")
    for number, option in enumerate(KIND.options, 1):
        shown.shows(f"{number}. {option.title} – {option.help}")


@pytest.mark.parametrize("columns", [80, 40])
def test_the_review_is_grouped_and_the_cursor_stays_at_a_changed_answer(
    screen: Callable[..., Screen], columns: int
) -> None:
    shown = screen(columns, "shelf")
    for number in range(1, 8):
        shown.shows(f"({number} of 7)")
        shown.keys("Enter")
    shown.shows("Continue to the decision The application Name")
    for group in ("The team and its goals", "The project"):
        assert group in shown.words()
    shown.keys("Down", "Down", "Enter")
    shown.shows("» Website")
    shown.keys("Down", "Enter")
    shown.shows("Prototype [asked]")
    assert any("» Kind" in line and "Prototype" in line for line in shown.lines())


@pytest.mark.parametrize("setting", ["", "NO_COLOR=1 "])
def test_no_colour_is_set_so_that_every_background_has_enough_contrast(
    screen: Callable[..., Screen], setting: str
) -> None:
    shown = screen(80, "shelf", before=setting)
    shown.shows("(1 of 7)")
    shown.keys("Enter")
    shown.shows("(2 of 7)")
    assert not [line for line in shown.lines(colours=True) if "\x1b[3" in line.replace("\x1b[39m", "")]
