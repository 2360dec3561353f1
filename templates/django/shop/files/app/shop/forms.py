"""The form of the checkout."""

from typing import Any

from django import forms
from django.forms.widgets import Input


def line(label: str, autocomplete: str, longest: int, kind: type[forms.CharField] = forms.CharField) -> Any:
    """A field for one line of text, which is required."""
    field = kind(label=label, max_length=longest)
    widget: Input = field.widget
    widget.attrs["autocomplete"] = autocomplete
    return field


class CheckoutForm(forms.Form):
    """Who buys, and where it goes. `total` is what the buyer has seen to be the price."""

    name = line("Name", "name", 150)
    email = line("E-mail", "email", 254, forms.EmailField)
    street = line("Street and number", "address-line1", 200)
    postcode = line("Postcode", "postal-code", 20)
    city = line("Town", "address-level2", 100)
    country = line("Country", "country-name", 100)
    total = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)
