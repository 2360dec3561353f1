"""The interview: what is asked, in which order, with a way back, a review and the last word on the decision.

The course of the interview is here; how a question looks in a terminal is in `prompts`, so that the two kinds of
prompts – with the arrow keys, and plain numbered lines – go through the very same course.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from generator.answers import Answers, complete, read_value
from generator.decision import decide
from generator.errors import AnswersRefused, Interrupted
from generator.explain import decision_text, framework_title, verdict
from generator.knowledge import Knowledge, Option, Question, option_id

BACK = object()
"""What a prompt gives when the person wants to go back."""

ORIGIN = "asked"


@dataclass(frozen=True)
class Row:
    """One line of a menu: what it gives when chosen, and what is shown."""

    id: str
    title: str
    help: str = ""


class Prompts(Protocol):
    """How something is asked in a terminal: `BACK` means back; Ctrl-C and the end of input raise `Interrupted`."""

    @property
    def width(self) -> int:
        """Columns of the terminal."""

    def choose(self, message: str, rows: Sequence[Row], default: str, help: str = "") -> Any:
        """The id of one of the rows."""

    def write(self, message: str, default: str, question: Question, help: str = "") -> Any:
        """A text that reads as an answer to the question."""

    def tell(self, text: str) -> None:
        """Something for the person to read."""


@dataclass
class Interview:
    """One person's interview: what was given beforehand, and what has been said so far."""

    prompts: Prompts
    knowledge: Knowledge
    frameworks: tuple[str, ...]
    given: Answers

    def __post_init__(self) -> None:
        self.said: dict[str, Any] = {}

    def run(self, questions: Sequence[Question], *, write: bool) -> Answers:
        """The answers that the person stands by; with `write` they have agreed to the decision, too."""
        self._ask_all(questions)
        self._review(with_name=write)
        while write and not self._agree():
            self._review(with_name=write)
        return self.answers

    @property
    def answers(self) -> Answers:
        """Everything that was given and said, complete with defaults."""
        given = {**self.given.given, **self.said}
        origins = {**self.given.origins, **dict.fromkeys(self.said, ORIGIN)}
        return complete(given, self.knowledge, origins, self.given.notes)

    def _ask_all(self, questions: Sequence[Question]) -> None:
        index = 0
        while index < len(questions):
            went = self._ask(questions[index], f"({index + 1} of {len(questions)})")
            index = max(index + (1 if went else -1), 0)

    def _ask(self, question: Question, progress: str = "") -> bool:
        """Asks until there is an answer that goes with the others; False where the person goes back."""
        while True:
            value = self._prompt(question, f"{question.text} {progress}".rstrip())
            if value is BACK:
                return False
            before = dict(self.said)
            self.said[question.id] = value
            try:
                _ = self.answers
            except AnswersRefused as error:
                self.said = before
                self.prompts.tell(f"{error}.")
                continue
            return True

    def _prompt(self, question: Question, message: str) -> Any:
        current = self.answers.values.get(question.id, "")
        rows = self._rows(question)
        if rows:
            chosen = self.prompts.choose(message, rows, option_id(current), question.help)
        else:
            default = ", ".join(current) if isinstance(current, tuple) else current
            chosen = self.prompts.write(message, default, question, question.help)
        if chosen is BACK:
            return BACK
        value, note = read_value(question, chosen, self.frameworks)
        if note:
            self.prompts.tell(note)
        return value

    def _rows(self, question: Question) -> list[Row]:
        options: Sequence[Option] = question.options
        if question.type == "framework":
            options = [Option("auto", "Decide for me"), *(Option(id, framework_title(id)) for id in self.frameworks)]
        return [Row(option.id, option.title, option.help) for option in options]

    def _review(self, *, with_name: bool) -> None:
        """Every answer with its origin; each can be changed, until the person is content."""
        last = ""
        while True:
            answers = self.answers
            ids = [question.id for question in self.knowledge.questions if with_name or question.type != "name"]
            rows = [Row("", "That is right, decide")]
            rows += [
                Row(id, f"{id:<21}{_shown(answers.values.get(id))}  [{answers.origins.get(id, '')}]") for id in ids
            ]
            chosen = self.prompts.choose("Your answers – choose one to change it", rows, last)
            if chosen is BACK or chosen == "":
                return
            last = chosen
            if self.knowledge.question(chosen).type == "models":
                self.prompts.tell("Record types come from an answer file; see docs/answer-files.md.")
            else:
                self._ask(self.knowledge.question(chosen))

    def _agree(self) -> bool:
        """Whether the person agrees to the decision, or to another framework instead; False to review once more."""
        decision = decide(self.answers, self.knowledge, self.frameworks)
        self.prompts.tell(decision_text(decision, self.prompts.width, sources=False))
        rows = [Row("agree", f"Write it with {framework_title(decision.framework)}")]
        rows += [
            Row(id, f"Write it with {framework_title(id)} instead")
            for id in self.frameworks
            if id != decision.framework
        ]
        rows += [Row("review", "Change an answer"), Row("stop", "Stop here, write nothing")]
        chosen = self.prompts.choose(f"{verdict(decision)} Do you agree?", rows, "agree")
        if chosen == "stop":
            raise Interrupted("Stopped; nothing was written.")
        if chosen in self.frameworks:
            self.said["framework"] = chosen
        return chosen is not BACK and chosen != "review"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping | tuple):
        return ", ".join(value) or "–"
    return " ".join(option_id(value).split())[:60] or "–"
