"""The interview in a real terminal: keys are typed, the screen is read."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest

from generator.answers.answers import complete
from generator.knowledge.loader import load_knowledge
from tests.support import left_behind, snapshot

pytestmark = pytest.mark.slow

ENTER, DOWN, ESCAPE, CONTROL_C = "\r", "\x1b[B", "\x1b", "\x03"
QUESTIONS = ["kind", "people", "scale", "sensitive", "admin", "live", "sign in"]
"""What is asked of a website; the amount of data cannot change the decision where nobody signs in."""


def terminal(
    folder: Path, *arguments: str, columns: int = 100, environment: Mapping[str, str] | None = None
) -> pexpect.spawn[str]:
    """The program in a terminal of that width, its questions on the screen."""
    # Without an answer to its question for the cursor's place, every prompt would wait two seconds.
    surroundings = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", **(environment or {})}
    surroundings.pop("COLUMNS", None)
    return pexpect.spawn(
        sys.executable,
        ["-m", "generator", *arguments],
        cwd=str(folder),
        env=surroundings,
        dimensions=(60, columns),
        encoding="utf-8",
        timeout=30,
    )


def answer_all(screen: pexpect.spawn[str]) -> None:
    """Takes what is offered for each question but the name, up to the review."""
    for question in QUESTIONS:
        screen.expect(question)
        screen.expect("back")
        screen.send(ENTER)
    screen.expect("Continue")


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "vt100"}], ids=str)
def test_the_interview_ends_with_a_project(here: Path, environment: dict[str, str]) -> None:
    screen = terminal(here, "new", "shelf", environment=environment)
    answer_all(screen)
    screen.send(ENTER)
    screen.expect(r"It has \d+ files, \d+ run-time dependencies: about, ci, contact, ")
    screen.expect("agree")
    screen.expect("Write it with")
    assert left_behind(here) == []
    screen.send(ENTER)
    screen.expect("Next:")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0
    assert (here / "shelf/pyproject.toml").is_file()


def test_the_name_is_asked_and_the_decision_overridden(here: Path) -> None:
    screen = terminal(here, "new")
    screen.expect("called")
    screen.send("my shelf" + ENTER)
    screen.expect("changed to my-shelf")
    answer_all(screen)
    screen.send(ENTER)
    screen.expect("Write it with Django instead")
    screen.send(DOWN + ENTER)
    screen.expect("Why Django")
    screen.send("The house runs it." + ENTER)
    screen.expect("Next:")
    screen.expect(pexpect.EOF)
    assert (here / "my-shelf/manage.py").is_file()
    adr = (here / "my-shelf/docs/adr/0001-framework.md").read_text()
    assert "Django, because you said so" in adr
    assert "| Reason | The house runs it. |" in adr


def test_it_works_in_twenty_columns(here: Path) -> None:
    screen = terminal(here, "new", "shelf", columns=20)
    for _ in QUESTIONS:
        screen.expect("»")
        screen.send(ENTER)
    screen.expect("Continue to")
    screen.send(ENTER)
    screen.expect("agree")
    screen.send(ENTER)
    screen.expect("Next:")
    screen.expect(pexpect.EOF)
    assert (here / "shelf/pyproject.toml").is_file()


@pytest.mark.parametrize(("arguments", "term"), [(["--plain"], "xterm"), ([], "dumb")])
def test_plain_numbers_do_for_screen_readers_and_dumb_terminals(here: Path, arguments: list[str], term: str) -> None:
    screen = terminal(here, "new", *arguments, environment={"TERM": term})
    screen.expect("Text, b to go back: ")
    screen.sendline("shelf")
    screen.expect("7. Content site – articles")
    screen.expect("Number 1 to 12, Enter for 1, b to go back: ")
    screen.sendline("7")
    screen.expect("4. 21 people")
    screen.expect("back: ")
    screen.sendline("b")
    screen.expect("12. Small tool")
    screen.expect("Enter for 7, b to go back: ")
    screen.sendline("12")
    while screen.expect(["1. Continue to the decision", "back: "]):
        screen.sendline("")
    screen.expect("back: ")
    screen.sendline("")
    screen.expect("Do you agree")
    screen.expect("back: ")
    screen.sendline("")
    screen.expect("Next:")
    screen.expect(pexpect.EOF)
    assert "\x1b" not in (screen.before or "")
    assert (here / "shelf/pyproject.toml").is_file()


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["arrows", "plain"])
@pytest.mark.parametrize("asked", range(len(QUESTIONS) + 2))
def test_control_c_at_any_question_leaves_nothing_and_exits_with_130(here: Path, asked: int, plain: list[str]) -> None:
    screen = terminal(here, "new", "shelf", *plain)
    for _ in range(asked):
        screen.expect("back")
        screen.send(ENTER)
    screen.expect("back")
    screen.send(CONTROL_C)
    screen.expect("nothing was written")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 130
    assert left_behind(here) == []


@pytest.mark.parametrize("asked", [0, len(QUESTIONS), len(QUESTIONS) + 1], ids=["question", "review", "decision"])
def test_an_interrupt_from_outside_ends_it_as_well(here: Path, asked: int) -> None:
    screen = terminal(here, "new", "shelf")
    for _ in range(asked):
        screen.expect("back")
        screen.send(ENTER)
    screen.expect("back")
    screen.kill(signal.SIGINT)
    screen.expect("nothing was written")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 130
    assert left_behind(here) == []


@pytest.mark.parametrize("arguments", [[], ["--plain"]], ids=str)
def test_where_ci_is_set_a_terminal_is_asked_nothing(here: Path, arguments: list[str]) -> None:
    screen = terminal(here, "new", "shelf", *arguments, environment={"CI": "true"})
    screen.expect("no answer, and nothing is asked where CI is set: kind, team_size")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 2
    assert "\x1b" not in (screen.before or "")
    assert left_behind(here) == []


def test_the_end_of_input_leaves_nothing(here: Path) -> None:
    screen = terminal(here, "new", "shelf", "--plain")
    screen.expect("back: ")
    screen.sendeof()
    screen.expect("nothing was written")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 130


def test_escape_goes_back_and_an_answer_can_be_changed_in_the_review(here: Path) -> None:
    screen = terminal(here, "new", "shelf")
    screen.expect("1 of 7")
    screen.send(ENTER)
    screen.expect("2 of 7")
    screen.send(ESCAPE)
    screen.expect("1 of 7")
    answer_all_from_kind(screen)
    screen.send(DOWN * 2 + ENTER)
    screen.expect("What kind of application")
    screen.expect("pages for visitors")
    screen.send(DOWN + ENTER)
    screen.expect(r"Prototype +\[asked\]")
    screen.send(CONTROL_C)
    screen.expect(pexpect.EOF)


def answer_all_from_kind(screen: pexpect.spawn[str]) -> None:
    for number in range(1, 8):
        screen.send(ENTER)
        if number < 7:
            screen.expect(f"{number + 1} of 7")
    screen.expect("Continue to the decision")


def test_with_json_the_questions_are_on_stderr_and_the_result_alone_on_stdout(here: Path) -> None:
    shell = f"{sys.executable} -m generator new shelf --json --no-git >out.json"
    screen = pexpect.spawn("sh", ["-c", shell], cwd=str(here), env={**os.environ, "TERM": "xterm"}, encoding="utf-8")
    answer_all(screen)
    screen.send(ENTER)
    screen.expect("agree")
    screen.send(ENTER)
    screen.expect(pexpect.EOF)
    assert snapshot(here)["out.json"].startswith(b"{\n")


def test_a_taken_destination_is_told_before_anything_is_asked(here: Path) -> None:
    (here / "shelf").write_text("mine")
    screen = terminal(here, "new", "shelf")
    screen.expect("is a file; remove it, or choose another name")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 1


def test_complete_answers_ask_nothing_in_a_terminal(here: Path) -> None:
    screen = terminal(here, "new", "shelf", "--defaults")
    screen.expect("Next:")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0


def test_a_record_type_is_added_with_its_mistakes_shown_as_they_are_typed(here: Path) -> None:
    screen = terminal(here, "decide", columns=80)
    answer_all(screen)
    questions = [question for question in load_knowledge().questions if question.type != "name"]
    groups = dict.fromkeys(question.group for question in questions)
    ids = [question.id for group in groups for question in questions if question.group == group]
    screen.send(DOWN * (ids.index("models") + 1) + ENTER)
    screen.expect("Add a model")
    screen.send(DOWN * bool(complete({})["models"]) + ENTER)
    screen.expect("name of the model")
    screen.send("Leaf" + ENTER)
    screen.expect("the next field")
    screen.send("size: itn" + ENTER)
    screen.expect("Did you mean int")
    screen.send("\x15size: int" + ENTER)
    screen.expect("Leaf: size")
    screen.send(ENTER)
    screen.expect("Done")
    screen.send(ESCAPE)
    screen.expect("Leaf.*asked")
    screen.send(ESCAPE)
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0


def test_a_record_type_is_added_in_plain_lines(here: Path) -> None:
    screen = terminal(here, "decide", "--plain")
    for _ in QUESTIONS:
        screen.expect("go back: ")
        screen.send(ENTER)
    for typed in ("models", "+", "leaf"):
        screen.expect("go back: ")
        screen.send(typed + ENTER)
    screen.expect("expected a name such as Book")
    for typed in ("Leaf", "size: int", "", "1", "1"):
        screen.expect("go back: ")
        screen.send(typed + ENTER)
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0
