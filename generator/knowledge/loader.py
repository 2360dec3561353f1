"""The questions, the needs and the arguments for each framework, loaded from `knowledge.toml`.

Adding a question or changing a weight changes the data file only. Unknown keys, unknown options and dangling references
are errors that name the entry.
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

CLAIMS_FILE = KNOWLEDGE_FILE.with_name("claims.toml")
"""What the founding article says, claim by claim."""

PRESETS_FILE = KNOWLEDGE_FILE.with_name("presets.toml")

KINDS = Path(__file__).parent / "kinds"
"""A file for each kind of application: why each framework fits it, and its default models."""

Match = Mapping[str, tuple[str, ...]]
"""Option ids by question id; matches answers that have one of the options for each of the questions."""


class KnowledgeError(ScaffoldError):
    """`knowledge.toml` is inconsistent; the message names the entry."""


@dataclass(frozen=True)
class Option:
    """A possible answer to a question. `by_kind` are capabilities that it asks for in some kinds only."""

    id: str
    title: str
    help: str = ""
    needs: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    by_kind: Match = field(default_factory=dict)

    def capabilities_for(self, kind: str) -> tuple[str, ...]:
        """Return the ids of the capabilities that the option asks for in a kind of application."""
        return (*self.capabilities, *self.by_kind.get(kind, ()))


@dataclass(frozen=True)
class Default:
    """The value of an unanswered question if `when` matches; the first matching default is used."""

    value: Any
    when: Match = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question. `type` is one of `TYPES`; a `choice` has options, and a `flag` has `true` and `false`.

    `title` and `group` are those of its answer in the review.
    """

    id: str
    text: str
    type: str
    help: str = ""
    title: str = ""
    group: str = "More"
    asked: bool = False
    options: tuple[Option, ...] = ()
    defaults: tuple[Default, ...] = ()

    def option(self, id: str) -> Option:
        """Return the option with an id; raise `KeyError` if there is none."""
        return {option.id: option for option in self.options}[id]

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids of the options, in the order of the menu."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True)
class Need:
    """A requirement, in terms of no framework; `says` completes "Here …"."""

    id: str
    says: str


@dataclass(frozen=True)
class Argument:
    """A reason for a framework, which applies to a need or to answers, or always if it names neither.

    `weight` is in log-odds, above 0 and at most 3. `source` says where it comes from; `links` lead to documentation,
    code or data. `claims` are the ids of the founding article's claims it covers.
    """

    id: str
    favours: str
    weight: float
    because: str
    source: str
    links: tuple[str, ...] = ()
    need: str = ""
    answers: Match = field(default_factory=dict)
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """Answers that exclude each other, the reason, and possible fixes."""

    answers: Match
    because: str
    fixes: tuple[str, ...]


@dataclass(frozen=True)
class Alternative:
    """A recommendation of something else than the frameworks that `scaffold` can choose."""

    id: str
    answers: Match
    says: str
    source: str


@dataclass(frozen=True)
class Knowledge:
    """The contents of the data file.

    A decision is clear from the probability `clear` on, and a close call below `close_call`. `article` is the title of
    the founding article.
    """

    clear: float
    close_call: float
    article: str
    questions: tuple[Question, ...]
    needs: tuple[Need, ...]
    arguments: tuple[Argument, ...]
    contradictions: tuple[Contradiction, ...]
    alternatives: tuple[Alternative, ...]

    def question(self, id: str) -> Question:
        """Return the question with an id; raise `KeyError` if there is none."""
        return {question.id: question for question in self.questions}[id]

    def argument(self, id: str) -> Argument:
        """Return the argument with an id; raise `KeyError` if there is none."""
        return {argument.id: argument for argument in self.arguments}[id]


@dataclass(frozen=True)
class Preset:
    """Answers for a common application: option id by question id."""

    id: str
    title: str
    help: str
    answers: Mapping[str, str]


TYPES = ("name", "choice", "framework", "flag", "text", "email", "list", "models")
"""Types of answers: a project name, an option id, `auto` or the id of a framework, a Boolean, free text, an e-mail
address, capability ids, models."""


def asked_capabilities(knowledge: Knowledge) -> frozenset[str]:
    """Return the ids of the capabilities that options ask for, whether or not a layer implements them."""
    options = [option for question in knowledge.questions for option in question.options]
    kinds = knowledge.question("kind").option_ids
    return frozenset(id for option in options for kind in kinds for id in option.capabilities_for(kind))


def matches(match: Match, answers: Mapping[str, Any]) -> bool:
    """Return whether the answers have one of the options for each question in `match`."""
    return all(option_id(answers.get(id)) in options for id, options in match.items())


def option_id(value: Any) -> str:
    """Return the option id of a value: `true` for `True`, the text itself otherwise."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@cache
def load_knowledge(path: Path = KNOWLEDGE_FILE) -> Knowledge:
    """Return the knowledge in a TOML file; raise `KnowledgeError` if it is inconsistent."""
    table = read_toml(path)
    knowledge = Knowledge(
        clear=table["clear"],
        close_call=table["close_call"],
        article=table["article"],
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
def load_kinds() -> Mapping[str, Mapping[str, Any]]:
    """Return the data of each kind of application by id: `fits`, a sentence by framework, and perhaps `models`."""
    return {file.stem: read_toml(file) for file in sorted(KINDS.glob("*.toml"))}


@cache
def load_claims() -> Mapping[str, str]:
    """Return what each claim of the founding article says, by id."""
    return {claim["id"]: claim["note"] for claim in read_toml(CLAIMS_FILE)["claims"]}


@cache
def load_presets() -> Mapping[str, Preset]:
    """Return the presets by id."""
    return {id: Preset(id, **entry) for id, entry in read_toml(PRESETS_FILE).items()}


def _models_by_kind() -> list[dict[str, Any]]:
    return [
        {"when": {"kind": kind}, "value": table["models"]} for kind, table in load_kinds().items() if "models" in table
    ]


MATCHES = ("when", "answers", "by_kind")
"""Keys with ids by id."""


def _entry(kind: type[Entry], entry: Mapping[str, Any]) -> Entry:
    values = {key: _match(value) if key in MATCHES else _frozen(value) for key, value in entry.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise KnowledgeError(f"knowledge.toml: {kind.__name__.lower()} {entry.get('id', entry)}: {error}") from None


def _match(when: Mapping[str, Any]) -> Match:
    return {id: tuple(options) if isinstance(options, list) else (option_id(options),) for id, options in when.items()}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check(knowledge: Knowledge) -> None:
    questions = {question.id: question for question in knowledge.questions}
    for question in knowledge.questions:
        if question.type not in TYPES:
            raise KnowledgeError(
                f"knowledge.toml: question {question.id}: type {question.type!r} is none of {', '.join(TYPES)}"
            )
        for default in question.defaults:
            _check_match(f"the default of {question.id}", default.when, questions)
    needs = {need.id for need in knowledge.needs}
    _check_needs("option", (need for q in knowledge.questions for o in q.options for need in o.needs), needs)
    _check_needs("argument", (argument.need for argument in knowledge.arguments if argument.need), needs)
    for argument in knowledge.arguments:
        _check_match(f"argument {argument.id}", argument.answers, questions)
    for contradiction in knowledge.contradictions:
        _check_match(f"contradiction {contradiction.answers}", contradiction.answers, questions)
    for alternative in knowledge.alternatives:
        _check_match(f"alternative {alternative.id}", alternative.answers, questions)
    for argument in knowledge.arguments:
        if not 0 < argument.weight <= 3:
            raise KnowledgeError(
                f"knowledge.toml: argument {argument.id}: weight {argument.weight} is not above 0 and at most 3"
            )


def _check_needs(entry: str, named: Iterable[str], known: set[str]) -> None:
    for need in named:
        if need not in known:
            raise KnowledgeError(f"knowledge.toml: an {entry} names the need {need!r}, which [needs] does not have")


def _check_match(entry: str, match: Match, questions: Mapping[str, Question]) -> None:
    for id, options in match.items():
        if id not in questions:
            raise KnowledgeError(f"knowledge.toml: {entry} names the question {id!r}, which does not exist")
        for option in options:
            if option not in questions[id].option_ids:
                raise KnowledgeError(f"knowledge.toml: {entry}: {option!r} is not an option of {id}")
