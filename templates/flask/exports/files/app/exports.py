"""CSV files for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from flask import Response

from app.formatting import display

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(cell, header))
    writer.writerows(map(cell, row) for row in rows)
    response = Response(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def cell(value: object) -> object:
    """Return the value of a cell. An apostrophe keeps spreadsheets from running a text as a formula."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    text = "" if value in (None, "") else display(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text
