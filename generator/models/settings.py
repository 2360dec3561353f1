"""The settings of one field as text, by key: the same for the short and the long form of a field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.models.messages import quoted

SETTINGS = (
    "length",
    "digits",
    "places",
    "choices",
    "to",
    "on_delete",
    "optional",
    "default",
    "unique",
    "index",
    "min",
    "max",
    "pattern",
    "example",
    "title",
    "help",
)
"""The settings a field may have, in the order of messages; each type names those that fit it."""


@dataclass(frozen=True)
class Token:
    """A word, number or quoted text of a field, and its column, from 1; 0 in the long form."""

    text: str
    column: int = 0


@dataclass
class FieldSettings:
    """The settings of one field. `choices` has several tokens, a setting that is left out has none."""

    where: str
    tokens: dict[str, Token | tuple[Token, ...]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def refuse(self, key: str, message: str) -> None:
        """Add a problem with a setting, with its column in the short form."""
        token = self.tokens.get(key)
        token = token[0] if isinstance(token, tuple) and token else token
        column = f"column {token.column}: " if isinstance(token, Token) and token.column else ""
        self.problems.append(f"{self.where}: {column}{key if key.isidentifier() else quoted(key)}: {message}")

    def text(self, key: str) -> str:
        """Return the text of a setting; empty if it is left out."""
        token = self.tokens.get(key)
        return token.text if isinstance(token, Token) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a setting that is a list; empty if it is left out."""
        tokens = self.tokens.get(key, ())
        return tuple(token.text for token in tokens) if isinstance(tokens, tuple) else ()

    def whole_number(self, key: str, default: int, least: int, most: int) -> int:
        """Return a setting that is a whole number; the default if it is left out or refused."""
        if key not in self.tokens:
            return default
        text = self.text(key)
        if not re.fullmatch(r"[0-9]{1,4}", text) or not least <= int(text) <= most:
            self.refuse(key, f"found {quoted(text)}, expected a whole number from {least} to {most}")
            return default
        return int(text)
