"""The names of a model and its fields in code, in URLs and in sentences, made from the name of the model.

A `title` or `plural` of the model overrides them. English plurals come from a library.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from generator.models.model import Field, Model

NAME_LIMIT = 50
"""Characters that an identifier made here may have."""

IRREGULAR = {
    "caiman": "caimans",
    "german": "germans",
    "lens": "lenses",
    "ottoman": "ottomans",
    "roman": "romans",
    "schema": "schemas",
    "shaman": "shamans",
    "talisman": "talismans",
}
"""Plurals that the library's rules miss."""

_WORD_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z](?!$))")
_PLAIN = re.compile(rf"[a-z][a-z0-9_]{{0,{NAME_LIMIT - 1}}}")


def words(name: str) -> list[str]:
    """Return the words of a name in camel case: `HTTPServer` gives "HTTP" and "Server", `SKUs` itself."""
    return _WORD_BOUNDARY.sub(" ", name).split()


def snake(name: str) -> str:
    """Return a model's name as an identifier: `OrderLine` gives `order_line`, `HTTPServer` gives `http_server`."""
    return "_".join(words(name)).lower()


def plural(model: Model) -> str:
    """Return the plural as an identifier: from `plural` if that is plain ASCII, else from the name."""
    given = re.sub(r"[\s-]+", "_", model.plural.strip().lower())
    return given if _PLAIN.fullmatch(given) else plural_of(snake(model.name))


def path(model: Model) -> str:
    """Return the plural in URLs: `order-lines`."""
    return plural(model).replace("_", "-")


def title(model: Model) -> str:
    """Return the singular in a sentence: "order line", or `title`, which is free text."""
    return model.title or " ".join(_lower_word(word) for word in words(model.name))


def titles(model: Model) -> str:
    """Return the plural in a sentence: "order lines", or `plural`, which is free text."""
    return model.plural or plural_of(title(model))


def field_title(field: Field) -> str:
    """Return a field in a sentence: `published_on` gives "published on"; a `title` is free text."""
    return field.title or field.name.replace("_", " ")


def class_name(model: Model, field: Field) -> str:
    """Return the name of a class for a field, as that of its choices: `BookStatus`."""
    return model.name + "".join(word.capitalize() for word in field.name.split("_"))


def related_name(model: Model, field: Field) -> str:
    """Return the name under which a record finds those that refer to it: `books`, or `books_as_author` if ambiguous."""
    is_ambiguous = field.to == model.name or sum(other.to == field.to for other in model.fields) > 1
    return f"{plural(model)}_as_{field.name}" if field.to and is_ambiguous else plural(model)


def choice_label(value: str) -> str:
    """Return the label of a choice: `in_review` gives "In review"; text with blanks stays as it is."""
    label = value if " " in value else re.sub(r"[_-]+", " ", value).strip() or value
    return label[:1].upper() + label[1:]


def plural_of(name: str) -> str:
    """Return the English plural of a name or title, by its last word: "order line" gives "order lines"."""
    found = re.search(r"[^\W\d_]+$", name)
    if not found:
        return f"{name}s"
    word = found[0]
    many = str(_pluralizer().plural(word.lower()))
    if many.startswith(word.lower()):
        many = word + many[len(word) :]
    elif word[0].isupper():
        many = many[0].upper() + many[1:]
    return name[: found.start()] + many


def _lower_word(word: str) -> str:
    """Return a word of a name in small letters, unless it is an acronym such as SKU."""
    return word if len(word) > 1 and word.rstrip("s").isupper() and not word.islower() else word.lower()


@cache
def _pluralizer() -> Any:
    from pluralizer import Pluralizer

    made = Pluralizer()  # type: ignore[no-untyped-call]
    for one, many in IRREGULAR.items():
        made.add_irregular_rule(one, many)
    return made
