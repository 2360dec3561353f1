"""Export of records for spreadsheets."""

import csv
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run as a formula."""


@admin.action(description="Export the selected records as CSV", permissions=["view"])
def export_as_csv(page: "admin.ModelAdmin[Any]", request: HttpRequest, records: QuerySet[Any]) -> HttpResponse:
    """The selected records, with the columns of the list."""
    columns = page.get_list_display(request)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{page.opts.model_name}.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(capfirst(str(label_for_field(column, records.model, page))) for column in columns)
    for record in records:
        writer.writerow(harmless(lookup_field(column, record, page)[2]) for column in columns)
    return response


def harmless(value: object) -> str:
    """The value as text that a spreadsheet takes for text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
