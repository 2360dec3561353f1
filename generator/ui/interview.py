"""The interview: what is asked, in which order, with a way back, a review and the last word on the decision.

The course of the interview is here; how a question looks in a terminal is in `prompts`, so that the two kinds of
prompts – with the arrow keys, and plain numbered lines – go through the very same course.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from generator.answers.answers import Answers, complete
from generator.answers.values import read_value
from generator.decision.explanation import decision_text, framework_title, verdict
from generator.decision.scoring import decide
from generator.errors import STOPPED, AnswersRefused, Interrupted
from generator.knowledge.loader import Knowledge, Option, Question, option_id
from generator.models.parsing.syntax import parse_fields
from generator.models.reader import read_models

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

    def enter(self, message: str, check: Callable[[str], str], help: str = "") -> Any:
        """A line for which `check` gives no problem."""

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
                self._ask_models()
            else:
                self._ask(self.knowledge.question(chosen))

    def _ask_models(self) -> None:
        """The record types, of which one can be added, looked at and removed, until the person is content."""
        while True:
            models = self.answers["models"]
            rows = [Row("", "That is all"), Row("+", "Add a record type")]
            rows += [Row(name, f"{name:<21}{_shown(model.get('fields', model))}") for name, model in models.items()]
            chosen = self.prompts.choose("Which records does it keep?", rows, "" if models else "+")
            if chosen is BACK or chosen == "":
                return
            if chosen == "+":
                self._add_model(models)
            else:
                self._look_at_model(chosen, models)

    def _add_model(self, models: Mapping[str, Any]) -> None:
        def check_name(text: str) -> str:
            twice = "is there already; choose another name" if text in models else ""
            return twice or _problem(lambda: read_models({**models, text: {"sample": "bool"}}))

        name = self.prompts.enter("What is one of them called?", check_name, "Such as Book or OrderLine.")
        fields: dict[str, str] = {}

        def check_fields(text: str) -> str:
            said = {**models, name: fields}
            return _problem(lambda: read_models({**said, name: {**fields, **_new(text, fields)}})) if text else ""

        while name is not BACK:
            help = "Such as title: str(100), or price: decimal(8, 2) = 0 min=0; an empty line when that is all."
            line = self.prompts.enter(f"{name}: {_shown(fields)} – the next field", check_fields, help)
            if line is BACK and fields:
                fields.popitem()
            elif line in (BACK, ""):
                break
            else:
                fields |= parse_fields(line)
        if fields:
            self._say_models({**models, name: fields})

    def _look_at_model(self, name: str, models: Mapping[str, Any]) -> None:
        lines = [f"{field}: {spec}" for field, spec in models[name].get("fields", models[name]).items()]
        rows = [Row("", "Keep it"), Row("remove", f"Remove {name}")]
        if self.prompts.choose("\n  ".join([f"{name} has", *lines]), rows, "") == "remove":
            self._say_models({other: model for other, model in models.items() if other != name})

    def _say_models(self, models: Mapping[str, Any]) -> None:
        """Takes the models, unless they contradict each other or the other answers."""
        before = dict(self.said)
        try:
            self.said["models"], _ = read_value(self.knowledge.question("models"), dict(models))
            _ = self.answers
        except (AnswersRefused, ValueError) as error:
            self.said = before
            self.prompts.tell(f"{error}.")

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
            raise Interrupted(STOPPED)
        if chosen in self.frameworks:
            self.said["framework"] = chosen
        return chosen is not BACK and chosen != "review"


def _problem(attempt: Callable[[], object]) -> str:
    """What is wrong first, beginning with what may be meant, for a terminal cuts long lines; empty where nothing is."""
    try:
        attempt()
    except ValueError as error:
        told, _, near = str(error).splitlines()[0].partition("; did you mean ")
        return f"Did you mean {near} {told}" if near else told
    return ""


def _new(line: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a line; `ValueError` where one is there already."""
    found = parse_fields(line)
    if twice := next((name for name in found if name in fields), None):
        raise ValueError(f"the field {twice} is there already; choose another name")
    return found


def _shown(value: Any) -> str:
    if isinstance(value, Mapping | tuple):
        return ", ".join(value) or "–"
    return " ".join(option_id(value).split())[:60] or "–"
