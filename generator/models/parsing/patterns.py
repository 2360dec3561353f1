"""The regular expressions of fields: Python and JavaScript read them alike, and none takes exponentially long.

The latter is decided by the automaton of the positions of a pattern.

A position is a place in the pattern that reads one character; `follow` has the positions that may read the next one
(Glushkov's construction, with an edge for each way in which it comes about). A backtracking matcher tries every run of
this automaton, so that their number is what counts. It stays small where

* inside a repetition the next character decides which position reads it, and
* outside of repetitions it leaves few choices.

Both are sufficient, not necessary: some harmless patterns are refused.
Source: Weideman et al., Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers (2016).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.models.messages import quoted

CHOICES_LIMIT = 8
"""How many choices a pattern may leave open, outside of repetitions."""

PATTERN_LIMIT = 200
"""Characters that a pattern may have."""

_SHARED = re.compile(
    r"""\((?!\?) | \(\?[:=!] | \)
    | \[\^?(?:\\[dDwWsStnrfv\\\]\[\-^/.+*?(){}|$] | (?!--|&&|\|\||~~)[^\\\[\]])+\]
    | \\(?:[dDwWsSbBtnrfv] | x[0-9a-fA-F]{2} | u[0-9a-fA-F]{4} | [\\^$.|?*+()\[\]{}/\-])
    | (?:[*+] | \{\d{1,3},(?:\d{2,3})?\} | \{\d{2,3}\})\??(?!\+)
    | (?:\? | \{\d(?:\d{0,2},\d)?\})\??(?!\+)
    | [^\\\[\](){}*+?^$\x00-\x1f]""",
    re.VERBOSE,
)
"""The regular expressions that Python and JavaScript (ECMA-262, so JSON Schema and HTML) read alike."""

ORDINARY = frozenset({*map(chr, range(0x20, 0x7F)), "\t", "\n", "\xa0", "é", "ß", "٣", "€", "\U0001f600"})
"""Characters of every category that a pattern can name."""

SYMBOL = re.compile(
    r"\((?:\?[:=!])?|\)|\||\[\^?(?:\\.|[^\\\]])+\]|\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
    r"|(?:[*+?]|\{\d+(?:,\d*)?\})\??|.",
    re.DOTALL,
)
REPEATS = re.compile(r"([*+?]|\{(\d+)(,?)(\d*)\})\??")


@dataclass(frozen=True)
class _Part:
    """A part of a pattern: the positions of its first and its last character, and the number of ways to be empty."""

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    empty: int = 0
    is_character: bool = False


@dataclass
class _Automaton:
    """The characters that each position reads, and the positions that may follow it, as often as they do."""

    alphabet: frozenset[str]
    reads: list[frozenset[str]] = field(default_factory=list)
    follow: list[list[int]] = field(default_factory=list)
    starts: list[tuple[int, ...]] = field(default_factory=list)
    is_empty_in_two_ways: bool = False

    def add(self, symbol: str) -> _Part:
        """Return a part that is one new position."""
        reads = re.compile(symbol)
        self.reads.append(frozenset(filter(reads.fullmatch, self.alphabet)))
        self.follow.append([])
        place = (len(self.reads) - 1,)
        return _Part(place, place, is_character=True)

    def connect(self, before: _Part, after: _Part) -> None:
        """Let what begins a part follow what ends another."""
        for place in before.last:
            self.follow[place] += after.first

    def choices(self, places: Iterable[int]) -> int:
        """Return how many of the positions may read what one before them in the list may read as well."""
        found, seen = 0, list[frozenset[str]]()
        for place in places:
            found += any(self.reads[place] & other for other in seen)
            seen.append(self.reads[place])
        return found


def read_pattern(text: str) -> str:
    """Return a regular expression that Python and JavaScript read alike and that takes no text long.

    Raise `ValueError` for any other.
    """
    if not 0 < len(text) <= PATTERN_LIMIT or not text.isprintable():
        raise ValueError(f"found {quoted(text)}, expected 1 to {PATTERN_LIMIT} characters that can be seen")
    if text.startswith("^") or re.search(r"(?<!\\)\$$", text):
        raise ValueError("found ^ or $, which can be left out: the whole value must match")
    _check_shared(text)
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"found {quoted(text)}, which is no regular expression: {error}") from None
    if can_take_long(text):
        raise ValueError(
            f"found {quoted(text)}, which may take forever: in a repetition, the next character has to decide how to go"
            " on; write [ab] for (a|b), a(b|c) for (ab|ac), few .* and ?, and something that separates"
            r" repetitions, as in \w+(-\w+)*"
        )
    return text


def _check_shared(text: str) -> None:
    place = 0
    while place < len(text):
        found = _SHARED.match(text, place)
        if found is None:
            raise ValueError(
                f"found {quoted(text[place:][:3])} at character {place + 1}, which Python and JavaScript do not "
                r"read alike; expected letters, digits, [ ], ( ), (?: ), (?= ), (?! ), |, ., \d \w \s \b, * + ? {1,9}"
            )
        place = found.end()


def can_take_long(pattern: str) -> bool:
    """Return whether the matching of a pattern of the shared language may take exponentially long."""
    automaton = _Automaton(ORDINARY | set(_named_characters(pattern)))
    automaton.starts.append(_alternatives(iter(SYMBOL.findall(pattern)), automaton).first)
    if automaton.is_empty_in_two_ways:
        return True
    reachable = _reachable(automaton.follow)
    for place, following in enumerate(automaton.follow):
        if automaton.choices(other for other in following if place in reachable[other]):
            return True
    return sum(map(automaton.choices, [*automaton.starts, *automaton.follow])) > CHOICES_LIMIT


def _named_characters(pattern: str) -> Iterator[str]:
    """Return the characters that a pattern names, and those beside them, at which a range may end."""
    codes = [int(code, 16) for pair in re.findall(r"\\x(..)|\\u(....)", pattern) for code in pair if code]
    for code in (*codes, *map(ord, pattern)):
        yield from (chr(near) for near in (code - 1, code, code + 1) if 0 <= near < 0x110000)


def _alternatives(symbols: Iterator[str], automaton: _Automaton) -> _Part:
    """Return the part up to the end of a group, or of the pattern."""
    branches, parts = list[_Part](), list[_Part]()
    for symbol in symbols:
        if symbol == ")":
            break
        if symbol == "|":
            branches.append(_sequence(parts, automaton))
            parts = []
        elif symbol.startswith("("):
            parts.append(_group(symbol, _alternatives(symbols, automaton), automaton))
        elif parts and (repeats := REPEATS.fullmatch(symbol)):
            parts.append(_repeated(parts.pop(), repeats, automaton))
        elif symbol in (r"\b", r"\B"):
            parts.append(_Part(empty=1))
        else:
            parts.append(automaton.add(symbol))
    branches.append(_sequence(parts, automaton))
    automaton.is_empty_in_two_ways |= sum(branch.empty for branch in branches) > 1
    return _Part(
        tuple(place for branch in branches for place in branch.first),
        tuple(place for branch in branches for place in branch.last),
        min(sum(branch.empty for branch in branches), 2),
    )


def _group(opening: str, part: _Part, automaton: _Automaton) -> _Part:
    if opening not in ("(?=", "(?!"):
        return part
    automaton.starts.append(part.first)
    return _Part(empty=1)


def _sequence(parts: Iterable[_Part], automaton: _Automaton) -> _Part:
    whole = _Part(empty=1)
    for part in parts:
        automaton.connect(whole, part)
        whole = _Part(
            _at_most_twice(whole.first + part.first * whole.empty),
            _at_most_twice(whole.last * part.empty + part.last),
            min(whole.empty * part.empty, 2),
        )
    return whole


def _at_most_twice(places: tuple[int, ...]) -> tuple[int, ...]:
    """Return the positions, each as often as it takes to see that there is a choice."""
    counted = Counter(places)
    return tuple(place for place in counted for _ in range(min(counted[place], 2)))


def _repeated(part: _Part, repeats: re.Match[str], automaton: _Automaton) -> _Part:
    kind, least, comma, _most = repeats.groups()
    is_counted = part.is_character and bool(least) and not comma
    if kind != "?" and not is_counted:
        for _ in range(1 + part.empty):  # which of the rounds are empty can be chosen as well
            automaton.connect(part, part)
    automaton.is_empty_in_two_ways |= bool(part.empty)
    may_be_empty = kind in ("*", "?") or (least is not None and int(least) == 0)
    return _Part(part.first, part.last, min(part.empty + may_be_empty, 2))


def _reachable(follow: list[list[int]]) -> list[set[int]]:
    """Return the positions that can be reached from each, in one step or more."""
    found = []
    for edges in follow:
        seen, waiting = set[int](), list(edges)
        while waiting:
            place = waiting.pop()
            if place not in seen:
                seen.add(place)
                waiting += follow[place]
        found.append(seen)
    return found
