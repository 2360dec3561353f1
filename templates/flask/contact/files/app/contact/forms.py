"""The fields of the contact form."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.fields import EmailField
from wtforms.validators import DataRequired, Length, Regexp

from app.contact.senders import in_one_line, readable

EMAIL = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+\Z"
"""What a browser takes for an address, with a point in its second half."""


def one_line(text: str | None) -> str:
    """What was typed, in one line."""
    return in_one_line(text or "")


def lines(text: str | None) -> str:
    """What was typed, readable."""
    return readable(text or "")


class ContactForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who writes, and what; people do not see the field `website`, and leave it empty."""

    name = StringField(
        "Your name",
        filters=[one_line],
        validators=[DataRequired(), Length(max=100)],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Your e-mail address",
        filters=[one_line],
        validators=[DataRequired(), Length(max=254), Regexp(EMAIL, message="This is no valid e-mail address.")],
        render_kw={"autocomplete": "email"},
    )
    text = TextAreaField(
        "Your message", filters=[lines], validators=[DataRequired(), Length(max=5000)], render_kw={"rows": 8}
    )
    website = StringField("Leave this empty", render_kw={"autocomplete": "off", "tabindex": "-1"})
