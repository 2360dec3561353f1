"""Answer files – YAML, JSON or TOML – as raw values with their places; `answers` checks them against the questions.

A YAML scalar is the text as it was written: no guess turns `no` into false or `1.10` into 1.1. Tags, anchors and
aliases are refused, so that a small file stays a small value. JSON and TOML have types of their own, which are kept.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from generator.answers.answers import Said, Source
from generator.answers.values import Foreign
from generator.errors import AnswersRefused

SIZE_LIMIT = 1 << 20
"""Bytes that an answer file may have."""

DEPTH_LIMIT = 8
"""How deep lists and mappings may lie in each other; record types need three."""

TOO_DEEP = f"lists and mappings lie more than {DEPTH_LIMIT} deep in each other"


_QUOTED = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
_DEEP_KEY = rf"(?:[\w-]+[ \t]*\.[ \t]*){{{DEPTH_LIMIT}}}"
"""TOML's parser takes a time that grows with the square of a dotted key's length."""


class _Refused(Exception):
    """A fault of a file, without its name; the line counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def read_answer_file(path: Path) -> Source:
    """What an answer file says; `AnswersRefused` where it cannot be read or is not an answer file."""
    try:
        reader = _READERS.get(path.suffix.lower())
        if reader is None:
            raise _Refused(f"an answer file ends in {', '.join(_READERS)}, not in {path.suffix or 'nothing'}")
        text = _text(path)
        if not text.strip():
            raise _Refused("the file is empty; `scaffold questions` lists what can be answered")
        faults: list[_Refused] = []
        entries = tuple(reader(text, faults))
        if not entries:
            raise _Refused("the file answers nothing; `scaffold questions` lists what can be answered")
    except _Refused as error:
        raise AnswersRefused((_told(path, error),)) from None
    except RecursionError:
        raise AnswersRefused((f"{path}: {TOO_DEEP}",)) from None
    said = tuple((id, Said(value, f"{path}:{line}")) for id, value, line in entries)
    return Source(str(path), said, tuple(_told(path, fault) for fault in faults))


def _told(path: Path, fault: _Refused) -> str:
    return f"{path}: {fault}" if fault.line is None else f"{path}:{fault.line}: {fault}"


def _text(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise _Refused("is a folder, not a file" if stat.S_ISDIR(mode) else "is not a regular file")
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _Refused(f"cannot be read: {reason}") from None
    if len(content) > SIZE_LIMIT:
        raise _Refused("is larger than 1 MiB; an answer file has some hundred lines at most")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Refused(f"is not UTF-8: byte 0x{content[error.start]:02x}; save it as UTF-8", line) from None


Entries = Iterator[tuple[str, Any, int]]
"""Question id, raw value, line."""


def _read_yaml(text: str, faults: list[_Refused]) -> Entries:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        events = iter(list(_plain_events(yaml.parse(text, Loader=loader), yaml)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Refused(f"is not YAML: {error.problem}", mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise _Refused(f"is not YAML: {str(error).splitlines()[0]}") from None
    first = next(events, None)
    if not isinstance(first, yaml.MappingStartEvent):
        raise _Refused("expected `question: answer` lines", 1)
    yield from _pairs(events, yaml, faults)
    if next(events, None) is not None:
        raise _Refused("holds more than one document; an answer file is one")


def _plain_events(events: Iterator[Any], yaml: Any) -> Iterator[Any]:
    """The events of scalars, lists and mappings; what could make a small file large, or run something, is refused."""
    depth = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("anchors and aliases (&, *) are not allowed; write the value out", line)
        if getattr(event, "tag", None) not in (None, "!"):
            raise _Refused(f"tags are not allowed, found {event.tag[:40]!r}; write a plain value", line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_LIMIT:
            raise _Refused(TOO_DEEP, line)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent | yaml.CollectionEndEvent):
            yield event


def _pairs(events: Iterator[Any], yaml: Any, faults: list[_Refused]) -> Entries:
    seen: dict[str, int] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        line = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused("a key must be plain text", line)
        if event.value in seen:
            faults.append(_Refused(f"{event.value[:40]!r} is answered twice, first on line {seen[event.value]}", line))
        seen.setdefault(event.value, line)
        yield event.value, _yaml_value(next(events), events, yaml, faults), line


def _yaml_value(event: Any, events: Iterator[Any], yaml: Any, faults: list[_Refused]) -> Any:
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.MappingStartEvent):
        return {id: value for id, value, _ in _pairs(events, yaml, faults)}
    items = []
    for item in events:
        if isinstance(item, yaml.SequenceEndEvent):
            break
        items.append(_yaml_value(item, events, yaml, faults))
    return items


def _read_json(text: str, faults: list[_Refused]) -> Entries:
    import json

    lines = _lines(text, r'"((?:[^"\\]|\\.)*)"\s*:')

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in found:
            if key in seen:
                faults.append(_Refused(f"{key[:40]!r} is answered twice", lines.get(json.dumps(key)[1:-1])))
            seen.add(key)
        return dict(found)

    def constant(found: str) -> Any:
        raise _Refused(f"{found} is not JSON")

    try:
        table = json.loads(
            text, object_pairs_hook=pairs, parse_constant=constant, parse_float=_number, parse_int=_number
        )
    except json.JSONDecodeError as error:
        raise _Refused(f"is not JSON: {error.msg}", error.lineno) from None
    if not isinstance(table, dict):
        raise _Refused('expected an object such as {"kind": "website"}', 1)
    for id, value in table.items():
        yield id, value, lines.get(id, 1)


def _read_toml(text: str, faults: list[_Refused]) -> Entries:  # noqa: ARG001 - its parser tells of the first fault
    import tomllib

    if re.search(_DEEP_KEY, re.sub(_QUOTED, "_", text)):
        raise _Refused(TOO_DEEP)
    try:
        table = tomllib.loads(text, parse_float=_number)
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        raise _Refused(f"is not TOML: {str(error).split(' (at ')[0]}", int(line[1]) if line else None) from None
    lines = _lines(text, r"""^[ \t]*\[?[ \t]*["']?([\w$-]+)""")
    for id, value in table.items():
        yield id, _toml_value(value), lines.get(id, 1)


def _number(written: str) -> Foreign:
    return Foreign(f"the number {written[:40]}", written[:40])


def _toml_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {id: _toml_value(item) for id, item in value.items()}
    if isinstance(value, list):
        return [_toml_value(item) for item in value]
    if isinstance(value, date | datetime | time):
        return Foreign(f"the date or time {value}", str(value))
    return _number(str(value)) if isinstance(value, int) and not isinstance(value, bool) else value


def _lines(text: str, key: str) -> dict[str, int]:
    """The line on which each key stands last, by a pattern whose group is the key; for messages, so near is enough."""
    lines, line, place = {}, 1, 0
    for found in re.finditer(key, text, re.MULTILINE):
        line += text.count("\n", place, found.start(1))
        place = found.start(1)
        lines[found[1]] = line
    return lines


_READERS: dict[str, Callable[[str, list[_Refused]], Entries]] = {
    ".yml": _read_yaml,
    ".yaml": _read_yaml,
    ".json": _read_json,
    ".toml": _read_toml,
}
