"""Requests as CSV: what is read from a file, what is wrong with it, row by row, and what is written to one."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from app.processes.amounts import cents_of

COLUMNS = ("title", "amount", "department")
LONGEST_TITLE = 200
MOST_ROWS = 1000
MOST_BYTES = 1_000_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run as a formula."""


@dataclass(frozen=True)
class Entry:
    """A request in the making."""

    title: str
    cents: int
    department: int


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which line of the file."""

    line: int
    what: str


def read(content: bytes, departments: Mapping[str, int]) -> tuple[list[Entry], list[Problem]]:
    """The requests in a file, for departments by name, and what is wrong with it; they count only if nothing is."""
    if len(content) > MOST_BYTES:
        return [], [Problem(1, "The file is too large: up to 1 MB can be read.")]
    try:
        rows = list(numbered_rows(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return [], [Problem(1, "The file is not in UTF-8; save it as “CSV UTF-8”.")]
    except csv.Error as error:
        return [], [Problem(1, f"This is no CSV file: {error}.")]
    if not rows or sorted(rows[0][1]) != sorted(COLUMNS):
        return [], [Problem(1, f"The first line has to name the columns: {', '.join(COLUMNS)}.")]
    (_, header), *lines = rows
    if not 0 < len(lines) <= MOST_ROWS:
        return [], [Problem(1, f"There are {len(lines)} rows: it has to be 1 to {MOST_ROWS}.")]
    entries, problems = [], []
    for line, cells in lines:
        entry, wrong = read_row(header, cells, departments)
        entries += [entry] if entry else []
        problems += [Problem(line, what) for what in wrong]
    return entries, problems


def numbered_rows(text: str) -> Iterable[tuple[int, list[str]]]:
    """The rows of a file that have something in them, each with the line that it ends in."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    return ((reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row))


def read_row(
    header: Sequence[str], cells: Sequence[str], departments: Mapping[str, int]
) -> tuple[Entry | None, list[str]]:
    """The request in a row, or what is wrong with it."""
    if len(cells) != len(header):
        return None, [f"There are {len(cells)} cells instead of {len(header)}."]
    row, wrong, cents = dict(zip(header, cells, strict=True)), [], 0
    if not 0 < len(row["title"]) <= LONGEST_TITLE or "\0" in row["title"]:
        wrong.append(f"title: it has to have 1 to {LONGEST_TITLE} characters.")
    try:
        cents = cents_of(row["amount"])
    except ValueError as error:
        wrong.append(f"amount: {error}")
    if row["department"] not in departments:
        wrong.append("department: you cannot ask for one of this name.")
    return (None, wrong) if wrong else (Entry(row["title"], cents, departments[row["department"]]), [])


def write(rows: Iterable[Sequence[object]]) -> str:
    """A CSV file of rows, the first of them the header, that a spreadsheet takes for text."""
    text = StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(value: object) -> str:
    """A cell; a text that looks like a formula is led in by an apostrophe."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
