"""Answer files in YAML, JSON or TOML, read as raw answers with file and line.

YAML scalars are kept as text: `no` does not become false, nor `1.10` 1.1. Tags, anchors and aliases are refused, so
that a small file cannot expand into a large value. The types of JSON and TOML are kept.
"""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from generator.answers.answers import RawAnswer, Source
from generator.answers.values import UnsupportedValue
from generator.errors import AnswersRefused

STDIN = Path("-")

SIZE_LIMIT = 1 << 20
"""Maximum size of an answer file, in bytes."""

DEPTH_LIMIT = 8
"""Maximum nesting of lists and mappings; models need three levels."""

TOO_DEEP = f"lists and mappings are nested more than {DEPTH_LIMIT} levels deep"


_QUOTED = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
_DEEP_KEY = rf"(?:[\w-]+[ \t]*\.[ \t]*){{{DEPTH_LIMIT}}}"
"""`tomllib` needs time that grows with the square of the length of a dotted key."""


class _FileError(Exception):
    """A problem of a file; the message does not have its name, `line` counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def read_answer_file(path: Path) -> Source:
    """Return the answers of a file, or of stdin for `-`, in YAML, of which JSON is a part.

    Raise `AnswersRefused` if it cannot be read or is not an answer file.
    """
    try:
        reader = _READERS.get(".yml" if path == STDIN else path.suffix.lower())
        if reader is None:
            raise _FileError(f"expected a file name with {', '.join(_READERS)}, found {path.suffix or 'no suffix'}")
        text = _read_text(path)
        if not text.strip():
            raise _FileError("is empty; `scaffold questions` lists the questions")
        problems: list[_FileError] = []
        entries = tuple(reader(text, problems))
        if not entries:
            raise _FileError("has no answers; `scaffold questions` lists the questions")
    except _FileError as error:
        raise AnswersRefused((_message(path, error),)) from None
    except RecursionError:
        raise AnswersRefused((f"{path}: {TOO_DEEP}",)) from None
    answers = tuple((id, RawAnswer(value, f"{path}:{line}")) for id, value, line in entries)
    return Source(str(path), answers, tuple(_message(path, problem) for problem in problems))


def _message(path: Path, error: _FileError) -> str:
    return f"{path}: {error}" if error.line is None else f"{path}:{error.line}: {error}"


def _read_text(path: Path) -> str:
    try:
        if path == STDIN:
            return _decoded(sys.stdin.buffer.read(SIZE_LIMIT + 1))
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise _FileError("is a folder, not a file" if stat.S_ISDIR(mode) else "is not a regular file")
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _FileError(f"cannot be read: {reason}") from None
    return _decoded(content)


def _decoded(content: bytes) -> str:
    if len(content) > SIZE_LIMIT:
        raise _FileError("is larger than 1 MiB, the maximum of an answer file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _FileError(f"is not UTF-8: byte 0x{content[error.start]:02x}; save it as UTF-8", line) from None


Entries = Iterator[tuple[str, Any, int]]
"""Question id, raw value, line."""


def _read_yaml(text: str, problems: list[_FileError]) -> Entries:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        events = iter(list(_plain_events(yaml.parse(text, Loader=loader), yaml)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _FileError(f"is not YAML: {error.problem}", mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise _FileError(f"is not YAML: {str(error).splitlines()[0]}") from None
    first = next(events, None)
    if not isinstance(first, yaml.MappingStartEvent):
        raise _FileError("expected `question: answer` lines", 1)
    yield from _pairs(events, yaml, problems)
    if next(events, None) is not None:
        raise _FileError("has more than one document, expected one")


def _plain_events(events: Iterator[Any], yaml: Any) -> Iterator[Any]:
    """Yield the events of scalars, lists and mappings; refuse anchors, aliases, tags and deep nesting."""
    depth = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _FileError("anchors and aliases (&, *) are not allowed; repeat the value", line)
        if getattr(event, "tag", None) not in (None, "!"):
            raise _FileError(f"tags are not allowed, found {event.tag[:40]!r}; write a plain value", line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_LIMIT:
            raise _FileError(TOO_DEEP, line)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent | yaml.CollectionEndEvent):
            yield event


def _pairs(events: Iterator[Any], yaml: Any, problems: list[_FileError]) -> Entries:
    seen: dict[str, int] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        line = event.start_mark.line + 1
        if not isinstance(event, yaml.ScalarEvent):
            raise _FileError("a key must be plain text", line)
        if event.value in seen:
            problems.append(
                _FileError(f"{event.value[:40]!r} is answered twice, first on line {seen[event.value]}", line)
            )
        seen.setdefault(event.value, line)
        yield event.value, _yaml_value(next(events), events, yaml, problems), line


def _yaml_value(event: Any, events: Iterator[Any], yaml: Any, problems: list[_FileError]) -> Any:
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.MappingStartEvent):
        return {id: value for id, value, _ in _pairs(events, yaml, problems)}
    items = []
    for item in events:
        if isinstance(item, yaml.SequenceEndEvent):
            break
        items.append(_yaml_value(item, events, yaml, problems))
    return items


def _read_json(text: str, problems: list[_FileError]) -> Entries:
    import json

    lines = _lines(text, r'"((?:[^"\\]|\\.)*)"\s*:')

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in found:
            if key in seen:
                problems.append(_FileError(f"{key[:40]!r} is answered twice", lines.get(json.dumps(key)[1:-1])))
            seen.add(key)
        return dict(found)

    def constant(found: str) -> Any:
        raise _FileError(f"{found} is not JSON")

    try:
        table = json.loads(
            text, object_pairs_hook=pairs, parse_constant=constant, parse_float=_number, parse_int=_number
        )
    except json.JSONDecodeError as error:
        raise _FileError(f"is not JSON: {error.msg}", error.lineno) from None
    if not isinstance(table, dict):
        raise _FileError('expected an object such as {"kind": "website"}', 1)
    for id, value in table.items():
        yield id, value, lines.get(id, 1)


def _read_toml(text: str, problems: list[_FileError]) -> Entries:  # noqa: ARG001 - its parser reports the first problem only
    import tomllib

    if re.search(_DEEP_KEY, re.sub(_QUOTED, "_", text)):
        raise _FileError(TOO_DEEP)
    try:
        table = tomllib.loads(text, parse_float=_number)
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        raise _FileError(f"is not TOML: {str(error).split(' (at ')[0]}", int(line[1]) if line else None) from None
    lines = _lines(text, r"""^[ \t]*\[?[ \t]*["']?([\w$-]+)""")
    for id, value in table.items():
        yield id, _toml_value(value), lines.get(id, 1)


def _number(text: str) -> UnsupportedValue:
    return UnsupportedValue(f"the number {text[:40]}", text[:40])


def _toml_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {id: _toml_value(item) for id, item in value.items()}
    if isinstance(value, list):
        return [_toml_value(item) for item in value]
    if isinstance(value, date | datetime | time):
        return UnsupportedValue(f"the date or time {value}", str(value))
    return _number(str(value)) if isinstance(value, int) and not isinstance(value, bool) else value


def _lines(text: str, key: str) -> dict[str, int]:
    """Return the last line of each key, found by a pattern whose group is the key; approximate, for messages."""
    lines, line, position = {}, 1, 0
    for found in re.finditer(key, text, re.MULTILINE):
        line += text.count("\n", position, found.start(1))
        position = found.start(1)
        lines[found[1]] = line
    return lines


_READERS: dict[str, Callable[[str, list[_FileError]], Entries]] = {
    ".yml": _read_yaml,
    ".yaml": _read_yaml,
    ".json": _read_json,
    ".toml": _read_toml,
}
