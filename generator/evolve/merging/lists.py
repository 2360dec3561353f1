"""Lines that both sides insert at the same place of a list, such as `INSTALLED_APPS`, and that can be united.

Git calls it a conflict. It is none where each line is an element of its own: lists of apps, middleware, routes and
dependencies, imports, and calls that register an extension. The elements of the templates come first, in their order,
and those of the project follow, unless the whole place is sorted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Lines = Sequence[str]

_ELEMENT = re.compile(r"(?P<indent>[ \t]+)(?P<key>[\w.\"'-]+[ ]*[=:](?!=))?.*,[ \t]*(#.*)?")
_IMPORT = re.compile(r"(?P<indent>)(?P<key>)(from [\w.]+ )?import [\w., ]+")
_REGISTRATION = re.compile(r"(?P<indent>[ \t]+)(?P<key>)[\w.]+\.(init_app|register_blueprint)\(.*\)")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


def united(before: str, ours: Lines, theirs: Lines, after: str) -> list[str] | None:
    """Return the inserted lines of both sides, or None if they are not elements of one list.

    `before` and `after` are the lines around them.
    """
    for pattern in (_ELEMENT, _IMPORT, _REGISTRATION):
        found = [pattern.fullmatch(line.rstrip("\n")) for line in (*ours, *theirs)]
        matches = [match for match in found if match and line_is_whole(match[0])]
        if len(matches) == len(found) and len({match["indent"] for match in matches}) == 1:
            break
    else:
        return None
    added = [line for line in ours if line not in theirs]
    keys = [
        match["key"].strip() for match in matches if match["key"] and match.string + "\n" not in {*ours} & {*theirs}
    ]
    if len(keys) != len(set(keys)):
        return None
    lines = [*theirs, *added]
    in_order = sorted(lines)
    is_sorted = all(list(side) == sorted(side) for side in (ours, theirs)) and before < in_order[0]
    return in_order if is_sorted and (in_order[-1] < after or not _ELEMENT.fullmatch(after.rstrip("\n"))) else lines


def line_is_whole(line: str) -> bool:
    """Whether a line closes all brackets and quotation marks that it opens."""
    code = _STRING.sub("", line)
    if '"' in code or "'" in code:
        return False
    return all(code.count(opening) == code.count(closing) for opening, closing in ("()", "[]", "{}"))
