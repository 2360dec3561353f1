"""What a model and its parts are called, in code, in URLs and in sentences, made from the one name that was said.

English plurals come from a library; what a person says of a title or a plural goes before it.
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

_SEAM = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z](?!$))")
_PLAIN = re.compile(rf"[a-z][a-z0-9_]{{0,{NAME_LIMIT - 1}}}")


def words(name: str) -> list[str]:
    """The words of a name in capitals: `HTTPServer` gives "HTTP" and "Server", `SKUs` itself."""
    return _SEAM.sub(" ", name).split()


def snake(name: str) -> str:
    """A model's name as an identifier: `OrderLine` gives `order_line`, `HTTPServer` gives `http_server`."""
    return "_".join(words(name)).lower()


def plural(model: Model) -> str:
    """The identifier of many: from the plural that was said, where it is plain ASCII, or else from the name."""
    said = re.sub(r"[\s-]+", "_", model.plural.strip().lower())
    return said if _PLAIN.fullmatch(said) else plural_of(snake(model.name))


def path(model: Model) -> str:
    """The plural in URLs: `order-lines`."""
    return plural(model).replace("_", "-")


def title(model: Model) -> str:
    """One of them in a sentence: "order line", or the title that was said; free text then."""
    return model.title or " ".join(_spoken(word) for word in words(model.name))


def titles(model: Model) -> str:
    """Many of them in a sentence: "order lines", or the plural that was said; free text then."""
    return model.plural or plural_of(title(model))


def field_title(field: Field) -> str:
    """A field in a sentence: `published_on` gives "published on"; free text where a title was said."""
    return field.title or field.name.replace("_", " ")


def choice_label(value: str) -> str:
    """A value to choose from as people read it: `in_review` gives "In review"; text with blanks stays as it is."""
    spoken = value if " " in value else re.sub(r"[_-]+", " ", value).strip() or value
    return spoken[:1].upper() + spoken[1:]


def plural_of(name: str) -> str:
    """The English plural of a name or title, by its last word: `order_line` gives `order_lines`, "SKU" gives "SKUs"."""
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


def _spoken(word: str) -> str:
    """A word of a name in a sentence: small, but for one in capitals such as SKU."""
    return word if len(word) > 1 and word.rstrip("s").isupper() and not word.islower() else word.lower()


@cache
def _pluralizer() -> Any:
    from pluralizer import Pluralizer

    made = Pluralizer()  # type: ignore[no-untyped-call]
    for one, many in IRREGULAR.items():
        made.add_irregular_rule(one, many)
    return made
