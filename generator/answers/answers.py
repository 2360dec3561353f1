"""What was said: values checked against the questions, merged by precedence, completed with defaults.

Nothing is asked and no file is read here; every problem is found in one pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.answers.values import Value, did_you_mean, read_value, shown
from generator.errors import AnswersRefused
from generator.knowledge.loader import Knowledge, Question, load_knowledge, matches, option_id

RESERVED = ("scaffold", "$schema")
"""Keys of an answer file that are no questions: the record's own block, and an editor's pointer to the schema."""

PROBLEM_LIMIT = 50
"""Problems that are told in one pass."""


@dataclass(frozen=True)
class Said:
    """One value as it was said: text, a list or a mapping, and true or false or `Foreign` from formats that have types.

    `place` is where it was said, for messages.
    """

    value: Any
    place: str


@dataclass(frozen=True)
class Source:
    """Values from one place of the precedence: `origin` is its name in the review ("--set", "answers.yml").

    `problems` are those of the place itself, found besides the values.
    """

    origin: str
    said: tuple[tuple[str, Said], ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """Complete answers: a value and an origin for every question that has been answered or has a default.

    `values` lacks only `name`, where it was not given. A value's origin is "default" where nothing was said.
    """

    values: Mapping[str, Value]
    origins: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def __getitem__(self, id: str) -> Value:
        return self.values[id]

    @property
    def given(self) -> dict[str, Value]:
        """The values that were said, without the defaults."""
        return {id: value for id, value in self.values.items() if self.origins[id] != "default"}


@dataclass
class _Reading:
    """What is collected while sources are read."""

    frameworks: tuple[str, ...]
    capabilities: Collection[str] | None = None
    values: dict[str, Value] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_answers(
    sources: Iterable[Source],
    knowledge: Knowledge,
    frameworks: Sequence[str] = ("flask", "django"),
    capabilities: Collection[str] | None = None,
) -> Answers:
    """The answers of several sources, the first to say a thing wins; all are checked, also what loses.

    `capabilities` are the ids that may be named, where that is known. Raises `AnswersRefused` with every problem.
    """
    reading = _Reading(tuple(frameworks), capabilities)
    for source in sources:
        reading.problems += source.problems
        for id, said in source.said:
            if len(reading.problems) >= PROBLEM_LIMIT:
                raise AnswersRefused((*reading.problems[:PROBLEM_LIMIT], "… and perhaps more; mend these first"))
            _read(id, said, source.origin, knowledge, reading)
    try:
        answers = complete(reading.values, knowledge, reading.origins, tuple(reading.notes))
    except AnswersRefused as error:
        raise AnswersRefused((*reading.problems, *error.problems)) from None
    if reading.problems:
        raise AnswersRefused(tuple(reading.problems))
    return answers


def complete(
    given: Mapping[str, Value],
    knowledge: Knowledge | None = None,
    origins: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> Answers:
    """Return the given values with a default for each of the rest.

    Raise `AnswersRefused` where they contradict each other.
    """
    knowledge = knowledge or load_knowledge()
    values = with_defaults(given, knowledge)
    if values.get("models"):
        values["models"] = _said_models(values["models"], values, is_default="models" not in given)
    clashes = tuple(contradictions(values, knowledge))
    if clashes:
        raise AnswersRefused(clashes)
    return Answers(values, {id: (origins or {}).get(id, "given") if id in given else "default" for id in values}, notes)


def with_defaults(given: Mapping[str, Value], knowledge: Knowledge) -> dict[str, Value]:
    """Return the given values with a default for each of the rest, checked for nothing; default models as recorded."""
    values, known = dict[str, Value](), dict(given)
    for question in knowledge.questions:
        if question.id in given:
            values[question.id] = given[question.id]
        elif question.defaults:
            value = next(default.value for default in question.defaults if matches(default.when, known))
            values[question.id] = known[question.id] = value
    return values


def contradictions(values: Mapping[str, Value], knowledge: Knowledge) -> Iterable[str]:
    """A line for every pair of answers that cannot stand together, with the ways to mend it."""
    for clash in knowledge.contradictions:
        if matches(clash.answers, values):
            named = [f"{id}: {option_id(values[id])}" for id, options in clash.answers.items() if len(options) == 1]
            yield f"{' and '.join(named)} contradict each other, for {clash.because}: {', or '.join(clash.mend)}"
    yield from _rights(values.get("models", {}), values.get("accounts", "roles"))


def _rights(models: Mapping[str, Any], found: str) -> Iterable[str]:
    """The same for the rights that models name, and what was found of accounts."""
    if not models:
        return
    from generator.models.reader import unmet_rights

    for said, least, because in unmet_rights(models, found):
        mend = f"say accounts: {least}, or leave out {said}"
        yield f"{said} and accounts: {found} contradict each other, for {because}: {mend}"


def missing(answers: Answers, knowledge: Knowledge, *, with_name: bool = True) -> tuple[Question, ...]:
    """The questions that are to be asked, because nothing was said of them."""
    return tuple(
        question
        for question in knowledge.questions
        if question.asked and question.id not in answers.given and (with_name or question.type != "name")
    )


def _read(id: str, said: Said, origin: str, knowledge: Knowledge, reading: _Reading) -> None:
    if id in RESERVED:
        return
    questions = {question.id: question for question in knowledge.questions}
    if id not in questions:
        reading.problems.append(f"{said.place}: unknown question {shown(id)}{did_you_mean(id, questions)}")
        return
    try:
        value, note = read_value(questions[id], said.value, reading.frameworks)
    except ValueError as error:
        reading.problems += [f"{said.place}: {id}: {line}" for line in str(error).splitlines()]
        return
    if questions[id].type == "list":
        reading.problems += _unknown(value, f"{said.place}: {id}", reading.capabilities)
    if id not in reading.values:
        reading.values[id], reading.origins[id] = value, origin
        if note:
            reading.notes.append(note)


def _unknown(ids: Iterable[str], place: str, known: Collection[str] | None) -> list[str]:
    return [
        f"{place}: unknown capability {id}{did_you_mean(id, known)}"
        for id in ids
        if known is not None and id not in known
    ]


def _said_models(models: Mapping[str, Any], values: Mapping[str, Value], *, is_default: bool) -> Mapping[str, Any]:
    from generator.models.reader import SaidModels, default_models, plain_models

    if isinstance(models, SaidModels):
        return models
    return SaidModels(default_models(models, values.get("accounts", "roles")) if is_default else plain_models(models))
