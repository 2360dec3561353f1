"""Values and fields as people see them."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()

CLASSES = {
    "checkbox": "form-check-input",
    "nullbooleanselect": "form-select",
    "select": "form-select",
    "selectmultiple": "form-select",
}
"""Bootstrap's class by the type of an input; the others are all alike."""


@register.filter
def shown(value: Any) -> str:
    """A value in words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


@register.filter
def input_of(field: BoundField) -> SafeString:
    """The field's input, marked where something is wrong with it.

    Django has it point to its help and its errors (`aria-describedby`), which the template gives the ids for.
    """
    kind = CLASSES.get(field.widget_type, "form-control")
    return field.as_widget(attrs={"class": f"{kind} is-invalid" if field.errors else kind})
