"""The fields of the contact form."""

from typing import Any

from django import forms

from app.contact.senders import in_one_line, readable


class LineField(forms.CharField):
    """A text in one line."""

    def to_python(self, value: Any) -> str:
        """What was typed, in one line."""
        return in_one_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    """A text that may be long."""

    def to_python(self, value: Any) -> str:
        """What was typed, readable."""
        return readable(super().to_python(value) or "")


class ContactForm(forms.Form):
    """Who writes, and what; people do not see the field `website`, and leave it empty."""

    name = LineField(label="Your name", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        error_messages={"invalid": "This is no valid e-mail address."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = LinesField(label="Your message", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name in ("name", "email", "text"):
            look = "form-control is-invalid" if name in self.errors else "form-control"
            self.fields[name].widget.attrs["class"] = look
