"""What `scaffold` knows: the questions, the needs, and the arguments for each framework, read from `knowledge.toml`.

To add a question, to change a weight or a reason, only the data file changes. Everything here is frozen and checked
when it is read: an unknown key, an unknown option or a reference to nothing is an error that names the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from generator.errors import ScaffoldError
from generator.tables import read_toml

Entry = TypeVar("Entry")

KNOWLEDGE_FILE = Path(__file__).parent / "knowledge.toml"

KINDS = Path(__file__).parent / "kinds"
"""A file for each kind of application: why each framework fits it, and the models that it begins with."""

Match = Mapping[str, tuple[str, ...]]
"""Option ids by question id: true for answers that give one of the options to each of the questions."""


class KnowledgeError(ScaffoldError):
    """`knowledge.toml` contradicts itself; the message names the entry."""


@dataclass(frozen=True)
class Option:
    """One thing that may be said to a question."""

    id: str
    title: str
    help: str = ""
    needs: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Default:
    """A value that a question takes when nothing was said and `when` holds; the first that holds is taken."""

    value: Any
    when: Match = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What is asked. `type` is one of `TYPES`; a `choice` has options, and a `flag` has `true` and `false`."""

    id: str
    text: str
    type: str
    help: str = ""
    asked: bool = False
    options: tuple[Option, ...] = ()
    defaults: tuple[Default, ...] = ()

    def option(self, id: str) -> Option:
        """The option of that id; `KeyError` where there is none."""
        return {option.id: option for option in self.options}[id]

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids that may be answered, in the order in which they are shown."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True)
class Need:
    """What answers ask for, in no framework's words; `says` completes "Here …"."""

    id: str
    says: str


@dataclass(frozen=True)
class Argument:
    """A reason for a framework, called up by a need or by answers (or always, where it names neither).

    `weight` is in log-odds, above 0 and at most 3. `claims` are the ids of the founding article's claims it covers.
    """

    id: str
    favours: str
    weight: float
    because: str
    source: str
    need: str = ""
    answers: Match = field(default_factory=dict)
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """Answers that cannot stand together, why, and ways to mend it."""

    answers: Match
    because: str
    mend: tuple[str, ...]


@dataclass(frozen=True)
class Alternative:
    """What the answers point at besides the frameworks that `scaffold` can choose."""

    id: str
    answers: Match
    says: str
    source: str


@dataclass(frozen=True)
class Knowledge:
    """The whole of the data file. `close_call` is the probability below which a decision is called close."""

    close_call: float
    questions: tuple[Question, ...]
    needs: tuple[Need, ...]
    arguments: tuple[Argument, ...]
    contradictions: tuple[Contradiction, ...]
    alternatives: tuple[Alternative, ...]

    def question(self, id: str) -> Question:
        """The question of that id; `KeyError` where there is none."""
        return {question.id: question for question in self.questions}[id]


TYPES = ("name", "choice", "framework", "flag", "text", "email", "list", "models")
"""How an answer is read: a project name, an option id, `auto` or a framework's id, true or false, free text, an
e-mail address, capability ids, record types."""


def asked_capabilities(knowledge: Knowledge) -> frozenset[str]:
    """The ids of the capabilities that answers may ask for, whether some layer brings them or not."""
    return frozenset(id for q in knowledge.questions for option in q.options for id in option.capabilities)


def matches(match: Match, answers: Mapping[str, Any]) -> bool:
    """Whether the answers give one of the options to each question that `match` names."""
    return all(option_id(answers.get(id)) in options for id, options in match.items())


def option_id(value: Any) -> str:
    """The option id of a value: `true` for `True`, the text itself for the rest."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@cache
def load_knowledge(path: Path = KNOWLEDGE_FILE) -> Knowledge:
    """The knowledge in a TOML file; `KnowledgeError` where it contradicts itself."""
    table = read_toml(path)
    knowledge = Knowledge(
        close_call=table["close_call"],
        questions=tuple(_question(entry) for entry in table["questions"]),
        needs=tuple(Need(id, says) for id, says in table["needs"].items()),
        arguments=tuple(_entry(Argument, entry) for entry in table.get("arguments", ())),
        contradictions=tuple(_entry(Contradiction, entry) for entry in table.get("contradictions", ())),
        alternatives=tuple(_entry(Alternative, entry) for entry in table.get("alternatives", ())),
    )
    _check(knowledge)
    return knowledge


def _question(entry: dict[str, Any]) -> Question:
    entry["options"] = [_entry(Option, {"id": id, **option}) for id, option in entry.get("options", {}).items()]
    if "default" not in entry:
        return _entry(Question, entry)
    defaults = entry.pop("default")
    if entry["type"] == "models":
        defaults = [*_models_by_kind(), {"value": defaults}]
    if not (isinstance(defaults, list) and defaults and isinstance(defaults[0], dict)):
        defaults = [{"value": defaults}]
    entry["defaults"] = [_entry(Default, default) for default in defaults]
    return _entry(Question, entry)


@cache
def kinds() -> Mapping[str, Mapping[str, Any]]:
    """What is known of each kind of application, by its id: `fits`, a sentence by framework, and perhaps `models`."""
    return {file.stem: read_toml(file) for file in sorted(KINDS.glob("*.toml"))}


def _models_by_kind() -> list[dict[str, Any]]:
    return [{"when": {"kind": kind}, "value": table["models"]} for kind, table in kinds().items() if "models" in table]


def _entry(kind: type[Entry], entry: Mapping[str, Any]) -> Entry:
    values = {key: _match(value) if key in ("when", "answers") else _frozen(value) for key, value in entry.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise KnowledgeError(f"knowledge.toml: {kind.__name__.lower()} {entry.get('id', entry)}: {error}") from None


def _match(when: Mapping[str, Any]) -> Match:
    return {id: tuple(options) if isinstance(options, list) else (option_id(options),) for id, options in when.items()}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check(knowledge: Knowledge) -> None:
    seen = {question.id: question for question in knowledge.questions}
    for question in knowledge.questions:
        if question.type not in TYPES:
            raise KnowledgeError(
                f"knowledge.toml: question {question.id}: type {question.type!r} is none of {', '.join(TYPES)}"
            )
        for default in question.defaults:
            _check_match(f"the default of {question.id}", default.when, seen)
    needs = {need.id for need in knowledge.needs}
    _check_known("option", (need for q in knowledge.questions for o in q.options for need in o.needs), needs)
    _check_known("argument", (argument.need for argument in knowledge.arguments if argument.need), needs)
    for argument in knowledge.arguments:
        _check_match(f"argument {argument.id}", argument.answers, seen)
    for contradiction in knowledge.contradictions:
        _check_match(f"contradiction {contradiction.answers}", contradiction.answers, seen)
    for alternative in knowledge.alternatives:
        _check_match(f"alternative {alternative.id}", alternative.answers, seen)
    for argument in knowledge.arguments:
        if not 0 < argument.weight <= 3:
            raise KnowledgeError(
                f"knowledge.toml: argument {argument.id}: weight {argument.weight} is not above 0 and at most 3"
            )


def _check_known(who: str, named: Iterable[str], known: set[str]) -> None:
    for need in named:
        if need not in known:
            raise KnowledgeError(f"knowledge.toml: an {who} names the need {need!r}, which is not among [needs]")


def _check_match(who: str, match: Match, questions: Mapping[str, Question]) -> None:
    for id, options in match.items():
        if id not in questions:
            raise KnowledgeError(f"knowledge.toml: {who} names the question {id!r}, which is not there")
        for option in options:
            if option not in questions[id].option_ids:
                raise KnowledgeError(f"knowledge.toml: {who}: {option!r} is no option of {id}")
