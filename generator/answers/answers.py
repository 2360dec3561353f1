"""Answers: checked against the questions, merged by precedence, completed with defaults.

Nothing is asked and no file is read here; all problems are reported together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.answers.values import Value, did_you_mean, quoted, read_value
from generator.errors import AnswersRefused
from generator.knowledge.loader import Knowledge, Question, load_knowledge, matches, option_id

RESERVED = ("scaffold", "$schema")
"""Keys of an answer file that are not questions: the block of the record, and the schema for editors."""

PROBLEM_LIMIT = 50
"""Maximum number of problems that are reported."""


@dataclass(frozen=True)
class RawAnswer:
    """An unchecked value: text, a list or a mapping; from JSON and TOML also a Boolean or an `UnsupportedValue`.

    `location` is for messages ("--set", "answers.yml:3").
    """

    value: Any
    location: str


@dataclass(frozen=True)
class Source:
    """Raw answers by question id from one source; `origin` is its name in the review ("--set", "answers.yml").

    `problems` were found while the source was read.
    """

    origin: str
    answers: tuple[tuple[str, RawAnswer], ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """Complete answers: a value and an origin for every question that was answered or has a default.

    Only `name` has no default. The origin of a default is "default", or "assumed" if a project's record has it.
    """

    values: Mapping[str, Value]
    origins: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def __getitem__(self, id: str) -> Value:
        return self.values[id]

    @property
    def given(self) -> dict[str, Value]:
        """The values without the defaults."""
        return {id: value for id, value in self.values.items() if self.origins[id] not in ("default", "assumed")}


@dataclass
class _Reading:
    """The state of reading several sources."""

    frameworks: tuple[str, ...]
    capabilities: Collection[str] | None = None
    values: dict[str, Value] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    assumed: dict[str, str] = field(default_factory=dict)
    """Ids of answers that a project's record marks as assumed, each with the origin of the record."""


def read_answers(
    sources: Iterable[Source],
    knowledge: Knowledge,
    frameworks: Sequence[str] = ("flask", "django"),
    capabilities: Collection[str] | None = None,
) -> Answers:
    """Return the answers of several sources; the first source wins, but all are checked.

    `capabilities` are the valid ids; None accepts every id. Raise `AnswersRefused` with all problems.
    """
    reading = _Reading(tuple(frameworks), capabilities)
    for source in sources:
        reading.problems += source.problems
        for id, raw in source.answers:
            if len(reading.problems) >= PROBLEM_LIMIT:
                raise AnswersRefused((*reading.problems[:PROBLEM_LIMIT], "… and perhaps more; fix these first"))
            _read(id, raw, source.origin, knowledge, reading)
    _leave_to_defaults(reading, knowledge)
    try:
        answers = complete(reading.values, knowledge, reading.origins, tuple(reading.notes))
    except AnswersRefused as error:
        raise AnswersRefused((*reading.problems, *error.problems)) from None
    if reading.problems:
        raise AnswersRefused(tuple(reading.problems))
    assumed = {id: "assumed" for id in reading.assumed if answers.origins.get(id) == "default"}
    return replace(answers, origins={**answers.origins, **assumed})


def complete(
    given: Mapping[str, Value],
    knowledge: Knowledge | None = None,
    origins: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> Answers:
    """Return the given values completed with defaults; raise `AnswersRefused` if answers contradict each other."""
    knowledge = knowledge or load_knowledge()
    values = with_defaults(given, knowledge)
    if values.get("models"):
        values["models"] = _plain_models(values["models"], values, is_default="models" not in given)
    problems = tuple(find_contradictions(values, knowledge))
    if problems:
        raise AnswersRefused(problems)
    return Answers(values, {id: (origins or {}).get(id, "given") if id in given else "default" for id in values}, notes)


def with_defaults(given: Mapping[str, Value], knowledge: Knowledge) -> dict[str, Value]:
    """Return the given values completed with defaults, without any check; default models as in the knowledge."""
    values, known = dict[str, Value](), dict(given)
    for question in knowledge.questions:
        if question.id in given:
            values[question.id] = given[question.id]
        elif question.defaults:
            value = next(default.value for default in question.defaults if matches(default.when, known))
            values[question.id] = known[question.id] = value
    return values


def find_contradictions(values: Mapping[str, Value], knowledge: Knowledge) -> Iterable[str]:
    """Yield a message for each combination of answers that contradict each other, with the possible fixes."""
    for contradiction in knowledge.contradictions:
        if matches(contradiction.answers, values):
            ids = (id for id, options in contradiction.answers.items() if len(options) == 1)
            answers = " and ".join(f"{id}: {option_id(values[id])}" for id in ids)
            fixes = ", or ".join(contradiction.fixes)
            yield f"{answers} contradict each other, because {contradiction.because}: {fixes}"
    yield from _find_unmet_permissions(values.get("models", {}), values.get("accounts", "roles"))


def _find_unmet_permissions(models: Mapping[str, Any], accounts: str) -> Iterable[str]:
    """Yield a message for each permission of a model that needs more than the answer to `accounts`."""
    if not models:
        return
    from generator.models.reader import unmet_rights

    for permission, required, because in unmet_rights(models, accounts):
        fix = f"set accounts: {required}, or leave out {permission}"
        yield f"{permission} and accounts: {accounts} contradict each other, because {because}: {fix}"


def missing(answers: Answers, knowledge: Knowledge, *, with_name: bool = True) -> tuple[Question, ...]:
    """Return the questions of the interview that have no answer yet."""
    return tuple(
        question
        for question in knowledge.questions
        if question.asked
        and answers.origins.get(question.id, "default") == "default"
        and (with_name or question.type != "name")
    )


def _read(id: str, raw: RawAnswer, origin: str, knowledge: Knowledge, reading: _Reading) -> None:
    if id in RESERVED:
        if isinstance(raw.value, dict) and isinstance(raw.value.get("assumed"), list):
            reading.assumed |= dict.fromkeys(map(str, raw.value["assumed"]), origin)
        return
    questions = {question.id: question for question in knowledge.questions}
    if id not in questions:
        reading.problems.append(f"{raw.location}: unknown question {quoted(id)}{did_you_mean(id, questions)}")
        return
    try:
        value, note = read_value(questions[id], raw.value, reading.frameworks)
    except ValueError as error:
        reading.problems += [f"{raw.location}: {id}: {line}" for line in str(error).splitlines()]
        return
    if questions[id].type == "list":
        reading.problems += _find_unknown(value, f"{raw.location}: {id}", reading.capabilities)
    if id not in reading.values:
        reading.values[id], reading.origins[id] = value, origin
        if note:
            reading.notes.append(note)


def _leave_to_defaults(reading: _Reading, knowledge: Knowledge) -> None:
    """Remove the answers that a record marks as assumed, where they are still the defaults."""
    assumed = {id for id, origin in reading.assumed.items() if reading.origins.get(id) == origin}
    defaults = with_defaults({id: value for id, value in reading.values.items() if id not in assumed}, knowledge)
    for id in assumed:
        if reading.values[id] == defaults.get(id):
            del reading.values[id], reading.origins[id]


def _find_unknown(ids: Iterable[str], location: str, known: Collection[str] | None) -> list[str]:
    return [
        f"{location}: unknown capability {id}{did_you_mean(id, known)}"
        for id in ids
        if known is not None and id not in known
    ]


def _plain_models(models: Mapping[str, Any], values: Mapping[str, Value], *, is_default: bool) -> Mapping[str, Any]:
    from generator.models.reader import PlainModels, default_models, plain_models

    if isinstance(models, PlainModels):
        return models
    return PlainModels(default_models(models, values.get("accounts", "roles")) if is_default else plain_models(models))
