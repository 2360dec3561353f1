from typing import Any

from django import forms

from orders.models import Order

AUTOCOMPLETE = {
    "email": "email",
    "name": "name",
    "street": "address-line1",
    "postcode": "postal-code",
    "city": "address-level2",
}


class CheckoutForm(forms.ModelForm[Order]):
    class Meta:
        model = Order
        fields = list(AUTOCOMPLETE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = value
