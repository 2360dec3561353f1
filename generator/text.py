"""Free text on its way into files: it goes through the filter of its target, or rendering stops.

`Text` marks what a person wrote. Printing it bare is refused at run time by `printable`, and at test time by a lint
over the templates; the filters give plain `str`, safe where their name says.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any

from generator.errors import Misuse, TemplateError

_CONTROL = frozenset({*range(0x20), 0x7F, *range(0x80, 0xA0)})
_LINE_ENDS = frozenset({0x85, 0x2028, 0x2029})
_INVISIBLE = frozenset({0x061C, 0x200E, 0x200F, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
"""Marks that turn the direction of writing, the byte-order mark, and what is no character: they make code read other
than it runs, and YAML refuses some of them.

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
    """Text that a person wrote, not yet made safe for a file."""

    __slots__ = ()


def literal(value: str) -> str:
    """The text as one double-quoted literal, right in Python, TOML, YAML and JSON at once."""
    return f'"{str(value).translate(_ESCAPES)}"'


def single_line(value: str) -> Text:
    """The text with line ends and other control characters as single blanks; free text still."""
    return Text(" ".join(str(value).translate(dict.fromkeys(_CONTROL | _LINE_ENDS | _INVISIBLE, " ")).split()))


def comment(value: str) -> str:
    """The text for a comment, or for a plain text file: on one line, nothing in it can end the line."""
    return str(single_line(value))


def markdown(value: str) -> str:
    """The text for a paragraph of Markdown, shown as it was written: marks and HTML are escaped."""
    escaped = re.sub(r"([\\`*_\[\]<>|~$&])", r"\\\1", comment(value))
    return re.sub(r"^(?:(\d+)([.)])(?=\s|$)|()([#+=-]))", r"\1\3\\\2\4", escaped)


def shell(value: str) -> str:
    """The text as one word of a POSIX shell."""
    return shlex.quote(value)


def dotenv(value: str) -> str:
    """The text as a value in `.env`, the same for a dotenv reader and for a shell that sources the file.

    `Misuse` for a quote, a backslash, a control character or `$`: the two would not agree.
    """
    if re.search(r"['\"\\$`\x00-\x1f\x7f-\x9f]", value):
        raise Misuse(f"{value!r} cannot stand in .env: leave out quotes, backslashes, $ and line ends")
    return value if re.fullmatch(r"[\w@%+=:,./-]*", value, re.ASCII) else f"'{value}'"


FILTERS: Mapping[str, Callable[[str], str]] = {
    "literal": literal,
    "single_line": single_line,
    "comment": comment,
    "markdown": markdown,
    "shell": shell,
    "dotenv": dotenv,
}
"""The filters of templates, by name."""


def printable(value: Any) -> Any:
    """The value, as Jinja's `finalize`; `TemplateError` for free text that went through no filter."""
    if isinstance(value, Text):
        raise TemplateError(
            f"free text {str(value)[:40]!r} is printed without a filter: use one of {', '.join(FILTERS)}"
        )
    return value
