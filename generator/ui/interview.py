"""The interview: the order of the questions, going back, the review, and the confirmation of the decision.

`prompts` shows the questions in a terminal, so that both kinds of prompts – arrow keys and plain lines – share it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from generator.answers.answers import Answers, complete
from generator.answers.values import read_value
from generator.decision.explanation import decision_text, framework_title, verdict
from generator.decision.scoring import can_matter, decide
from generator.errors import STOPPED, AnswersRefused, Interrupted
from generator.knowledge.loader import Knowledge, Option, Question, option_id
from generator.models.parsing.syntax import parse_fields
from generator.models.reader import read_models

BACK = object()
"""The result of a prompt if the user goes back."""

ORIGIN = "asked"

WIDE = 60
"""Columns from which the review is a table."""

REASON_HELP = "One sentence for the project's records, or nothing."


@dataclass(frozen=True)
class MenuItem:
    """An item of a menu; `id` is the result when it is chosen. Without an id it is a heading."""

    id: str | None
    title: str
    help: str = ""


class Prompts(Protocol):
    """Prompts in a terminal. They may return `BACK`; Ctrl-C and the end of input raise `Interrupted`."""

    @property
    def width(self) -> int:
        """Columns of the terminal."""

    def choose(self, message: str, items: Sequence[MenuItem], default: str, help: str = "") -> Any:
        """Return the id of the chosen item."""

    def ask_answer(self, message: str, default: str, question: Question, help: str = "") -> Any:
        """Return a text that is a valid answer to the question."""

    def ask_line(self, message: str, check: Callable[[str], str], help: str = "") -> Any:
        """Return a line for which `check` returns no problem."""

    def show(self, text: str) -> None:
        """Show a text."""


@dataclass
class Interview:
    """An interview: `given` are the answers from other sources, `answered` those of the interview."""

    prompts: Prompts
    knowledge: Knowledge
    frameworks: tuple[str, ...]
    given: Answers
    preview: Callable[[Answers], str] = lambda _: ""
    """Returns what a project for the answers has, for the page of the decision."""

    def __post_init__(self) -> None:
        self.answered: dict[str, Any] = {}

    def run(self, questions: Sequence[Question], *, write: bool) -> Answers:
        """Ask, review and return the answers; with `write`, the user has confirmed the decision, too."""
        self._ask_all(questions)
        self._review(with_name=write)
        while write and not self._confirm():
            self._review(with_name=write)
        return self.answers

    @property
    def answers(self) -> Answers:
        """All answers, completed with defaults."""
        given = {**self.given.given, **self.answered}
        origins = {**self.given.origins, **dict.fromkeys(self.answered, ORIGIN)}
        return complete(given, self.knowledge, origins, self.given.notes)

    def _ask_all(self, questions: Sequence[Question]) -> None:
        """Ask the questions whose answers can still matter; going back skips the others, too."""
        index = 0
        while index < len(questions):
            given = self.answers.given
            relevant = [each for each in questions if can_matter(each, given, self.knowledge, self.frameworks)]
            if questions[index] not in relevant:
                index += 1
                continue
            number = relevant.index(questions[index])
            if self._ask(questions[index], f"({number + 1} of {len(relevant)})"):
                index += 1
            elif number:
                index = questions.index(relevant[number - 1])

    def _ask(self, question: Question, progress: str = "") -> bool:
        """Ask until an answer is consistent with the others; return False if the user goes back."""
        while True:
            value = self._prompt(question, f"{question.text} {progress}".rstrip())
            if value is BACK:
                return False
            before = dict(self.answered)
            self.answered[question.id] = value
            try:
                _ = self.answers
            except AnswersRefused as error:
                self.answered = before
                self.prompts.show(f"{error}.")
                continue
            return True

    def _prompt(self, question: Question, message: str) -> Any:
        current = self.answers.values.get(question.id, "")
        items = self._rows(question)
        if items:
            chosen = self.prompts.choose(message, items, option_id(current), question.help)
        else:
            default = ", ".join(current) if isinstance(current, tuple) else current
            chosen = self.prompts.ask_answer(message, default, question, question.help)
        if chosen is BACK:
            return BACK
        value, note = read_value(question, chosen, self.frameworks)
        if note:
            self.prompts.show(note)
        return value

    def _rows(self, question: Question) -> list[MenuItem]:
        options: Sequence[Option] = question.options
        if question.type == "framework":
            options = [Option("auto", "Decide for me"), *(Option(id, framework_title(id)) for id in self.frameworks)]
        return [MenuItem(option.id, option.title, option.help) for option in options]

    def _review(self, *, with_name: bool) -> None:
        """Show all answers with their origins, and ask again for those that the user chooses."""
        last = ""
        while True:
            answers = self.answers
            items = [MenuItem("", "Continue to the decision"), *self._review_items(answers, with_name=with_name)]
            chosen = self.prompts.choose("Your answers – choose one to change it", items, last)
            if chosen is BACK or chosen == "":
                return
            last = chosen
            if self.knowledge.question(chosen).type == "models":
                self._ask_models()
            else:
                self._ask(self.knowledge.question(chosen))

    def _review_items(self, answers: Answers, *, with_name: bool) -> list[MenuItem]:
        """Return an item for each answer, below the heading of its group."""
        questions = [question for question in self.knowledge.questions if with_name or question.type != "name"]
        pattern = "{:<15}{}  [{}]" if self.prompts.width >= WIDE else "{}: {} [{}]"
        items = []
        for group in dict.fromkeys(question.group for question in questions):
            items.append(MenuItem(None, group))
            for question in questions:
                if question.group == group:
                    value, origin = answers.values.get(question.id), answers.origins.get(question.id, "")
                    title = question.title or question.id
                    items.append(MenuItem(question.id, pattern.format(title, _shown(question, value), origin)))
        return items

    def _ask_models(self) -> None:
        """Let the user add, view and remove models."""
        while True:
            models = self.answers["models"]
            items = [MenuItem("", "Done"), MenuItem("+", "Add a model")]
            items += [
                MenuItem(name, f"{name:<21}{_summary(model.get('fields', model))}") for name, model in models.items()
            ]
            chosen = self.prompts.choose("Which models does the application have?", items, "" if models else "+")
            if chosen is BACK or chosen == "":
                return
            if chosen == "+":
                self._add_model(models)
            else:
                self._show_model(chosen, models)

    def _add_model(self, models: Mapping[str, Any]) -> None:
        def check_name(text: str) -> str:
            duplicate = "exists already; choose another name" if text in models else ""
            return duplicate or _first_problem(lambda: read_models({**models, text: {"sample": "bool"}}))

        name = self.prompts.ask_line("What is the name of the model?", check_name, "Such as Book or OrderLine.")
        fields: dict[str, str] = {}

        def check_fields(text: str) -> str:
            return (
                _first_problem(lambda: read_models({**models, name: {**fields, **_parse_new(text, fields)}}))
                if text
                else ""
            )

        while name is not BACK:
            help = "Such as title: str(100), or price: decimal(8, 2) = 0 min=0; an empty line ends the list."
            line = self.prompts.ask_line(f"{name}: {_summary(fields)} – the next field", check_fields, help)
            if line is BACK and fields:
                fields.popitem()
            elif line in (BACK, ""):
                break
            else:
                fields |= parse_fields(line)
        if fields:
            self._set_models({**models, name: fields})

    def _show_model(self, name: str, models: Mapping[str, Any]) -> None:
        lines = [f"{field}: {spec}" for field, spec in models[name].get("fields", models[name]).items()]
        items = [MenuItem("", "Keep it"), MenuItem("remove", f"Remove {name}")]
        if self.prompts.choose("\n  ".join([f"{name} has", *lines]), items, "") == "remove":
            self._set_models({other: model for other, model in models.items() if other != name})

    def _set_models(self, models: Mapping[str, Any]) -> None:
        """Store the models, unless they are invalid or contradict other answers."""
        before = dict(self.answered)
        try:
            self.answered["models"], _ = read_value(self.knowledge.question("models"), dict(models))
            _ = self.answers
        except (AnswersRefused, ValueError) as error:
            self.answered = before
            self.prompts.show(f"{error}.")

    def _confirm(self) -> bool:
        """Return whether the user confirms the decision or chooses another framework, rather than to review again."""
        decision = decide(self.answers, self.knowledge, self.frameworks)
        shown = [decision_text(decision, self.prompts.width, sources=False), self.preview(self.answers)]
        self.prompts.show("\n\n".join(filter(None, shown)))
        items = [MenuItem("agree", f"Write it with {framework_title(decision.framework)}")]
        items += [
            MenuItem(id, f"Write it with {framework_title(id)} instead")
            for id in self.frameworks
            if id != decision.framework
        ]
        items += [MenuItem("review", "Change an answer"), MenuItem("stop", "Stop, write nothing")]
        chosen = self.prompts.choose(f"{verdict(decision)} Do you agree?", items, "agree")
        if chosen == "stop":
            raise Interrupted(STOPPED)
        if chosen in self.frameworks:
            return self._override(chosen)
        return chosen is not BACK and chosen != "review"

    def _override(self, framework: str) -> bool:
        """Choose another framework, and ask for the reason; return False if the user goes back."""
        question = self.knowledge.question("reason")
        reason = self.prompts.ask_answer(f"Why {framework_title(framework)}?", "", question, REASON_HELP)
        if reason is BACK:
            return False
        self.answered |= {"framework": framework, "reason": reason}
        return True


def _first_problem(attempt: Callable[[], object]) -> str:
    """Return the first problem, starting with a suggestion since terminals cut long lines; empty if there is none."""
    try:
        attempt()
    except ValueError as error:
        problem, _, near = str(error).splitlines()[0].partition("; did you mean ")
        return f"Did you mean {near} {problem}" if near else problem
    return ""


def _parse_new(line: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a line; raise `ValueError` if one exists already."""
    found = parse_fields(line)
    if duplicate := next((name for name in found if name in fields), None):
        raise ValueError(f"the field {duplicate} exists already; choose another name")
    return found


def _shown(question: Question, value: Any) -> str:
    """Return the title of the chosen option, or the value in short."""
    titles = {option.id: option.title for option in question.options}
    return titles.get(option_id(value)) or _summary(value)


def _summary(value: Any) -> str:
    if isinstance(value, Mapping | tuple):
        return ", ".join(value) or "–"
    return " ".join(option_id(value).split())[:60] or "–"
