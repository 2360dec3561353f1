"""Lists as CSV, for spreadsheets."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class CSVExportMixin:
    """Respond to `?as=csv` with all rows of a list."""

    export_fields: Sequence[str] = ()
    request: HttpRequest

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.request.GET.get("as") != "csv":
            response: HttpResponse = super().render_to_response(context, **kwargs)  # type: ignore[misc]
            return response
        queryset = self.object_list  # type: ignore[attr-defined]
        fields = [queryset.model._meta.get_field(name) for name in self.export_fields]
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # spreadsheets look for the mark
        response.headers["Content-Disposition"] = f'attachment; filename="{queryset.model._meta.model_name}.csv"'
        writer = csv.writer(response)
        writer.writerow([escape(capfirst(str(field.verbose_name))) for field in fields])
        for record in queryset:
            writer.writerow([escape(get_value(record, field.name)) for field in fields])
        return response


def get_value(record: Model, name: str) -> object:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value


def escape(value: object) -> object:
    """Return the value of a cell. An apostrophe keeps spreadsheets from running a text as a formula."""
    if isinstance(value, int | float | Decimal):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text
