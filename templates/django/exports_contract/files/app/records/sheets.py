"""Tables as CSV, for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

Cell = str | int | float | Decimal

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run as a formula."""


def csv_of(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as a CSV file in UTF-8, with the mark at its beginning by which spreadsheets know that."""
    text = StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> Cell:
    """The cell; a text that looks like a formula is led in by an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
