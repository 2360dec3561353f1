from typing import Any

import flask_security
from flask_security import current_user, hash_password, verify_password
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField, SubmitField, ValidationError
from wtforms.validators import DataRequired, Length


class LoginForm(flask_security.LoginForm):
    remember = None  # a session ends with the browser


class SendConfirmationForm(flask_security.SendConfirmationForm):
    def validate(self, **kwargs: Any) -> bool:
        """Take as long if no mail is sent: nobody learns who has an account."""
        is_valid: bool = super().validate(**kwargs)
        if not is_valid:
            hash_password("")
        return is_valid


class CurrentPasswordMixin:
    def validate_password(self, field: Field) -> None:
        """Check the current password; a wrong one is a failed log-in."""
        if not verify_password(field.data or "", current_user.password):
            current_user.track_failed_authn("password")
            raise ValidationError("This is not your password.")


class ChangePasswordForm(CurrentPasswordMixin, flask_security.ChangePasswordForm):
    pass


class DeleteForm(CurrentPasswordMixin, FlaskForm):
    password = PasswordField(validators=[DataRequired()], render_kw={"autocomplete": "current-password"})
    submit = SubmitField("Delete the account")


class ProfileForm(FlaskForm):
    name = StringField(validators=[Length(max=150)], render_kw={"autocomplete": "name"})
    submit = SubmitField("Save")
