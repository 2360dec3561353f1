"""Fields of forms as Bootstrap wants them."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()

KINDS = {"checkbox": "form-check-input", "radioselect": "form-check-input", "select": "form-select"}
"""Bootstrap's class by kind of field."""


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's input, marked where something is wrong with it; it has a label, so it needs no placeholder.

    Django has it point to its help and its errors (`aria-describedby`), which the template gives the ids for.
    """
    kind = KINDS.get(field.widget_type, "form-control")
    return field.as_widget(attrs={"class": f"{kind} is-invalid" if field.errors else kind, "placeholder": False})
