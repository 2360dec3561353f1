from typing import Any

from flask import current_app
from flask_security import current_user
from flask_security.forms import CodeFormMixin, Form
from wtforms import Field, RadioField, ValidationError


class CodeForm(CodeFormMixin, Form):
    def __init__(self, secret: str, **given: Any) -> None:
        super().__init__(**given)
        self.secret = secret

    def validate_code(self, field: Field) -> None:
        codes = current_app.extensions["security"].totp_factory
        if not codes.verify_totp(field.data, self.secret, current_user, window=30):
            raise ValidationError("This code is wrong, or too old.")


class NoRescueForm(Form):
    """The form without Flask-Security's rescue options; users have recovery codes."""

    help_setup = RadioField(choices=[])
