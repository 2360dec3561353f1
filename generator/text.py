"""Filters that make free text safe for its target; rendering stops if one is missing.

`Text` marks text that a user wrote. `printable` refuses it at run time, and a lint over the templates at test time;
filters return plain `str` that is safe for the target they are named after.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from generator.errors import Misuse, TemplateError

_CONTROL = frozenset({*range(0x20), 0x7F, *range(0x80, 0xA0)})
_LINE_ENDS = frozenset({0x85, 0x2028, 0x2029})
_INVISIBLE = frozenset({0x061C, 0x200E, 0x200F, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
"""Bidirectional controls, the byte-order mark, and noncharacters: they make code look different from what it does, and
YAML refuses some of them.

Source: Unicode Technical Report 36, and CVE-2021-42574.
"""

_ESCAPES = {code: f"\\u{code:04x}" for code in _CONTROL | _LINE_ENDS | _INVISIBLE} | {
    ord('"'): '\\"',
    ord("\\"): "\\\\",
    ord("\n"): "\\n",
    ord("\t"): "\\t",
    ord("\r"): "\\r",
}


class Text(str):
    """Text that a user wrote, which no filter has made safe yet."""

    __slots__ = ()


def literal(value: str) -> str:
    """Return the text as a double-quoted literal that is valid in Python, TOML, YAML and JSON."""
    return f'"{str(value).translate(_ESCAPES)}"'


def single_line(value: str) -> Text:
    """Return the text with line ends and other control characters as single spaces; it is free text still."""
    return Text(" ".join(str(value).translate(dict.fromkeys(_CONTROL | _LINE_ENDS | _INVISIBLE, " ")).split()))


def comment(value: str) -> str:
    """Return the text for a comment or a plain text file, on one line."""
    return str(single_line(value))


def markdown(value: str) -> str:
    """Return the text for a paragraph of Markdown, with markup and HTML escaped."""
    escaped = re.sub(r"([\\`*_\[\]<>|~$&])", r"\\\1", comment(value))
    return re.sub(r"^(?:(\d+)([.)])(?=\s|$)|()([#+=-]))", r"\1\3\\\2\4", escaped)


def shell(value: str) -> str:
    """Return the text as one word of a POSIX shell."""
    return shlex.quote(value)


def dotenv(value: str) -> str:
    """Return the text as a value in `.env`, the same for dotenv and for a shell that sources the file.

    Raise `Misuse` for quotes, backslashes, control characters and `$`, which the two read differently.
    """
    if re.search(r"['\"\\$`\x00-\x1f\x7f-\x9f]", value):
        raise Misuse(f"{value!r} is not a valid value in .env: leave out quotes, backslashes, $ and line ends")
    return value if re.fullmatch(r"[\w@%+=:,./-]*", value, re.ASCII) else f"'{value}'"


def html(value: str) -> str:
    """Return the text for HTML in a template of Jinja or Django, on one line."""
    return escape(comment(value)).replace("{", "&#123;")


FILTERS: Mapping[str, Callable[[str], str]] = {
    "literal": literal,
    "single_line": single_line,
    "comment": comment,
    "markdown": markdown,
    "shell": shell,
    "dotenv": dotenv,
    "html": html,
}
"""The filters of templates, by name."""


def printable(value: Any) -> Any:
    """Return the value, as Jinja's `finalize`; raise `TemplateError` for free text without a filter."""
    if isinstance(value, Text):
        raise TemplateError(
            f"free text {str(value)[:40]!r} is printed without a filter: use one of {', '.join(FILTERS)}"
        )
    return value
