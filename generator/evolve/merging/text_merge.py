"""A three-way merge of lines in Python, for projects without git.

Changes that touch are a conflict, as in git, except in lists. Conflicts have the markers of git's style zdiff3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from generator.evolve.merging.lists import united

OURS, BASE, THEIRS = "project", "base", "template"
"""The names of the sides in conflict markers."""

Lines = Sequence[str]


@dataclass(frozen=True)
class MergedText:
    """The lines of a merge, and how many conflicts are marked in them."""

    text: str
    conflicts: int


@dataclass(frozen=True)
class _Region:
    """A part of the three texts: the same in all of them, or changed in at least one."""

    base: Lines
    ours: Lines
    theirs: Lines
    is_common: bool


def merge_text(base: str, ours: str, theirs: str) -> MergedText:
    """Return the changes of both sides applied to the base."""
    lines, conflicts = list[str](), 0
    regions = list(_regions(_split(base), _split(ours), _split(theirs)))
    for region, following in zip(regions, [*regions[1:], None], strict=True):
        if region.is_common or region.ours == region.theirs or region.theirs == region.base:
            lines += region.ours
        elif region.ours == region.base:
            lines += region.theirs
        elif both := _united(region, lines, following):
            lines += both
        else:
            lines += _marked(region)
            conflicts += 1
    return MergedText("".join(lines), conflicts)


def _united(region: _Region, before: Lines, following: _Region | None) -> list[str] | None:
    """Return what both sides insert into a list, or None if there is a conflict."""
    if region.base or not before or following is None:
        return None
    return united(before[-1], region.ours, region.theirs, following.ours[0])


def _split(text: str) -> list[str]:
    """Return the lines with their line feeds; no other character ends a line."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _regions(base: Lines, ours: Lines, theirs: Lines) -> Iterator[_Region]:
    """Yield the texts in parts, in their order."""
    b = o = t = 0
    for start, in_ours, in_theirs, length in _common_blocks(base, ours, theirs):
        if start > b or in_ours > o or in_theirs > t:
            yield _Region(base[b:start], ours[o:in_ours], theirs[t:in_theirs], is_common=False)
        b, o, t = start + length, in_ours + length, in_theirs + length
        yield _Region(base[start:b], ours[in_ours:o], theirs[in_theirs:t], is_common=True)
    if b < len(base) or o < len(ours) or t < len(theirs):
        yield _Region(base[b:], ours[o:], theirs[t:], is_common=False)


def _common_blocks(base: Lines, ours: Lines, theirs: Lines) -> Iterator[tuple[int, int, int, int]]:
    """Yield the blocks that all three have: their starts in each, and their length."""
    with_ours, with_theirs = _matches(base, ours), _matches(base, theirs)
    i = j = 0
    while i < len(with_ours) and j < len(with_theirs):
        (b1, o, length1), (b2, t, length2) = with_ours[i], with_theirs[j]
        start, end = max(b1, b2), min(b1 + length1, b2 + length2)
        if start < end:
            yield start, o + start - b1, t + start - b2, end - start
        if b1 + length1 < b2 + length2:
            i += 1
        else:
            j += 1


def _matches(base: Lines, other: Lines) -> list[tuple[int, int, int]]:
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]


def _marked(region: _Region) -> list[str]:
    """Return a conflict; what both sides have at its start and end is outside of the markers."""
    head = _common_head(region.ours, region.theirs)
    tail = _common_head(region.ours[head:][::-1], region.theirs[head:][::-1])
    ours, theirs = region.ours[head : len(region.ours) - tail], region.theirs[head : len(region.theirs) - tail]
    return [
        *region.ours[:head],
        f"<<<<<<< {OURS}\n",
        *_closed(ours),
        f"||||||| {BASE}\n",
        *_closed(region.base),
        "=======\n",
        *_closed(theirs),
        f">>>>>>> {THEIRS}\n",
        *region.ours[len(region.ours) - tail :],
    ]


def _common_head(first: Lines, second: Lines) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _closed(lines: Lines) -> Lines:
    """Return the lines, with a line feed after the last one."""
    return [*lines[:-1], f"{lines[-1]}\n"] if lines and not lines[-1].endswith("\n") else lines
