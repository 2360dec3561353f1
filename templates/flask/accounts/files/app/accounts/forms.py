"""The forms of the pages: Flask-Security's, where something of theirs has to be different, and our own."""

import flask_security
from flask import current_app
from flask_security import current_user, hash_password, user_failed_authn, verify_password
from flask_security.forms import Form
from flask_security.utils import validate_redirect_url
from wtforms import Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length


class OurPagesOnly:
    """What a form does with `next` that leads away from here: it forgets it."""

    def validate_next(self, field: Field) -> None:
        """Nothing is wrong: whoever followed a bad link logs in all the same."""
        if not validate_redirect_url(field.data or ""):
            field.data = ""


class LoginForm(OurPagesOnly, flask_security.LoginForm):
    """E-mail and password; a session ends with the browser, whoever logs in."""

    remember = None


class RegisterForm(OurPagesOnly, flask_security.RegisterFormV2):
    """E-mail and password."""


class SendConfirmationForm(flask_security.SendConfirmationForm):
    """E-mail."""

    def validate(self, **extra: object) -> bool:
        """Whether a link can be sent; it takes as long where none can."""
        if super().validate(**extra):
            return True
        hash_password("nobody's")
        return False


class ResetPasswordForm(flask_security.ResetPasswordForm):
    """The new password, once: browsers can show what was typed."""

    password_confirm = None


class PasswordOfMine:
    """A field with the password of whoever has logged in."""

    def validate_password(self, field: Field) -> None:
        """`ValidationError` where it is another one, which is told like a wrong one at the log-in."""
        typed = current_app.extensions["security"].password_util.normalize(field.data or "")
        if not verify_password(typed, current_user.password):
            user_failed_authn.send(current_app._get_current_object(), user=current_user)  # type: ignore[attr-defined]
            raise ValidationError("This is not your password.")


class ChangePasswordForm(PasswordOfMine, flask_security.ChangePasswordForm):
    """The old password and the new one."""

    new_password_confirm = None


class ProfileForm(Form):
    """What people can say of themselves."""

    name = StringField(render_kw={"autocomplete": "name"}, validators=[Length(max=150)])


class DeleteForm(PasswordOfMine, Form):
    """The password, for what cannot be taken back."""

    password = PasswordField(render_kw={"autocomplete": "current-password"}, validators=[DataRequired()])
