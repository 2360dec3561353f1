import io
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from generator.errors import Interrupted
from generator.knowledge.loader import load_knowledge
from generator.ui.interview import BACK, MenuItem
from generator.ui.prompts import ArrowPrompts, PlainPrompts, make_prompts

ROWS = [MenuItem("one", "The first", "help of one"), MenuItem("two", "The second"), MenuItem("three", "The third")]
NAME = load_knowledge().question("name")


class Keys:
    """A keyboard in front of prompts that move the cursor."""

    def __init__(self, pipe: Any, prompts: ArrowPrompts) -> None:
        self.pipe, self.prompts = pipe, prompts

    def choose(self, keys: str, default: str = "one") -> Any:
        self.pipe.send_text(keys)
        return self.prompts.choose("Which?", ROWS, default, "some help")

    def ask_answer(self, keys: str, default: str = "") -> Any:
        self.pipe.send_text(keys)
        return self.prompts.ask_answer("Name?", default, NAME)

    def ask_line(self, keys: str, check: Callable[[str], str]) -> Any:
        self.pipe.send_text(keys)
        return self.prompts.ask_line("Which?", check)


@pytest.fixture
def keys() -> Iterator[Keys]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        prompts = ArrowPrompts()
        prompts._options["output"] = DummyOutput()
        yield Keys(pipe, prompts)


DOWN = "\x1b[B"


@pytest.mark.parametrize(
    ("typed", "default", "chosen"),
    [
        ("\r", "one", "one"),
        ("\r", "three", "three"),
        (f"{DOWN}\r", "one", "two"),
        ("\x02", "one", BACK),
        ("\x1b", "one", BACK),
    ],
)
def test_the_arrow_keys_choose_and_escape_goes_back(keys: Keys, typed: str, default: str, chosen: Any) -> None:
    assert keys.choose(typed, default) == chosen


def test_a_text_is_typed_with_its_default_to_edit(keys: Keys) -> None:
    assert keys.ask_answer("shelf\r") == "shelf"
    assert keys.ask_answer("-two\r", "shelf") == "shelf-two"
    assert keys.ask_answer("\x1b") is BACK


def test_a_text_that_cannot_be_an_answer_is_not_taken(keys: Keys) -> None:
    assert keys.ask_answer("a/b\r\x15shelf\r") == "shelf"


def test_control_c_interrupts(keys: Keys) -> None:
    with pytest.raises(Interrupted):
        keys.choose("\x03")
    with pytest.raises(Interrupted):
        keys.ask_answer("\x03")


def plain(monkeypatch: pytest.MonkeyPatch, typed: str) -> PlainPrompts:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return PlainPrompts()


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("2\n", "two"),
        ("\n", "one"),
        ("b\n", BACK),
        ("B\n", BACK),
        ("three\n", "three"),
        ("9\nx\n0\n3\n", "three"),
        ("²\n1\n", "one"),
    ],
)
def test_plain_prompts_take_a_number(monkeypatch: pytest.MonkeyPatch, typed: str, chosen: Any) -> None:
    assert plain(monkeypatch, typed).choose("Which?", ROWS, "one") == chosen


def test_plain_prompts_read_every_option_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain(monkeypatch, "\n").choose("Which?", ROWS, "two", "some help")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[1:] == [
        "Which?",
        "some help",
        "1. The first – help of one",
        "2. The second",
        "3. The third",
        "Number 1 to 3, Enter for 2, b to go back: ",
    ]


def test_plain_prompts_ask_again_for_a_text_that_cannot_be_an_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plain(monkeypatch, "a/b\nshelf\n").ask_answer("Name?", "", NAME) == "shelf"
    assert "cannot name a project" in capsys.readouterr().err


def test_the_end_of_input_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Interrupted):
        plain(monkeypatch, "").choose("Which?", ROWS, "one")


def test_a_dumb_terminal_gets_plain_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(make_prompts(plain=False), PlainPrompts)
    monkeypatch.setenv("TERM", "xterm")
    assert isinstance(make_prompts(plain=True), PlainPrompts)
    assert isinstance(make_prompts(plain=False), ArrowPrompts)


def refused(text: str) -> str:
    return "" if text == "good" else f"{text} is not good"


def test_a_line_is_checked_as_it_is_typed(keys: Keys) -> None:
    assert keys.ask_line("bad\r\x15good\r", refused) == "good"
    assert keys.ask_line("\x1b", refused) is BACK


def test_plain_prompts_ask_again_for_a_line_that_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plain(monkeypatch, "bad\ngood\n").ask_line("Which?", refused, "some help") == "good"
    assert "some help" in (err := capsys.readouterr().err)
    assert "bad is not good" in err
    assert plain(monkeypatch, "b\n").ask_line("Which?", refused) is BACK
