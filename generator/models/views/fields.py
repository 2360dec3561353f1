"""Fields as templates read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.models.reserved import INPUTS
from generator.text import Text, literal

if TYPE_CHECKING:
    from generator.models.views.models import ModelView


def capitalized(text: Text) -> Text:
    """Return the text with a capital."""
    return Text(text[:1].upper() + text[1:])


@dataclass(frozen=True)
class ChoiceView:
    """A choice of a field; `name` is its identifier in an enum, in capitals."""

    value: Text
    label: Text
    name: str


@dataclass(frozen=True)
class OrderingView:
    """A field by which records are ordered."""

    name: str
    descending: bool

    @property
    def direction(self) -> str:
        """Return `asc` or `desc`."""
        return "desc" if self.descending else "asc"

    @property
    def key(self) -> str:
        """Return the name, with a minus sign if the order is descending."""
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True)
class Literals:
    """Values of a field as code: its default and limits, and values for demo data, documentation and tests.

    `pattern_whole` matches the whole of a value, `pattern_json` that of a line, for JSON Schema. `sequence` is an
    expression in `n`. The edges are JSON values.
    """

    default: str
    min: str
    max: str
    pattern: str
    pattern_whole: str
    pattern_json: str
    examples: list[str]
    json_examples: list[str]
    variants: list[str]
    json_variants: list[str]
    sequence: str
    json_sequence: str
    valid_edges: list[str]
    invalid_edges: list[str]


@dataclass(frozen=True, eq=False, repr=False)
class FieldView(Literals):
    """A field. `class_name` is that of an enum of its choices, and `longest` the characters of the longest one.

    `related` is the name under which the record it refers to finds this one, and `deferred` whether that record's table
    comes later.
    """

    name: str
    type: str
    optional: bool
    has_default: bool
    default_now: bool
    unique: bool
    index: bool
    length: int
    digits: int
    places: int
    on_delete: str
    title: Text
    help: Text
    choices: list[ChoiceView]
    longest: int
    class_name: str
    deferred: bool
    related: str
    target: str
    models: Mapping[str, ModelView]

    @property
    def input_name(self) -> str:
        """Return the name of the field in forms and in the URLs of lists."""
        return f"{self.name}_" if self.name in INPUTS else self.name

    @property
    def to(self) -> ModelView | None:
        """The model that it refers to."""
        return self.models.get(self.target)

    @property
    def sample(self) -> str:
        """Return a JSON value for tests, which is not the first of the demo data if there is another one."""
        return (self.json_variants or self.json_examples)[-1]

    @property
    def label(self) -> Text:
        """Return the title with a capital."""
        return capitalized(self.title)

    @property
    def default_choice(self) -> str:
        """Return the identifier of the choice that is the default; empty without one."""
        return next((choice.name for choice in self.choices if literal(choice.value) == self.default), "")
