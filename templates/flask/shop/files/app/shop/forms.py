"""The form of the checkout."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import DataRequired, Email, Length, Regexp


def stripped(value: str | None) -> str | None:
    """The text without blanks at its ends."""
    return value and value.strip()


def line(label: str, autocomplete: str, longest: int, *validators: Any, kind: Any = StringField) -> Any:
    """A field for one line of text, which is required."""
    return kind(
        label,
        filters=[stripped],
        validators=[DataRequired(), Length(max=longest), Regexp("[^\\x00]*$"), *validators],
        render_kw={"autocomplete": autocomplete},
    )


class CheckoutForm(FlaskForm):
    """Who buys, and where it goes. `total` is what the buyer has seen to be the price."""

    name = line("Name", "name", 150)
    email = line("E-mail", "email", 254, Email(), kind=EmailField)
    street = line("Street and number", "address-line1", 200)
    postcode = line("Postcode", "postal-code", 20)
    city = line("Town", "address-level2", 100)
    country = line("Country", "country-name", 100)
    total = HiddenField(validators=[Regexp(r"[0-9]{1,10}(\.[0-9]{1,2})?\Z")])
