"""What people say of themselves, write and report."""

from flask_security.forms import Form
from sqlalchemy import select
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Regexp

from app.community.models import LONGEST_BIO, LONGEST_POST, LONGEST_REASON, Profile
from app.extensions import db

RESERVED = {"admin", "administrator", "help", "moderator", "root", "security", "staff", "support", "system"}
"""Handles that somebody would be taken for somebody else by."""

TAKEN = "This handle is taken."


def cleaned(text: str | None) -> str:
    """What was typed, without what no database keeps; the end of a line is one character, as browsers count it."""
    return (text or "").replace("\r\n", "\n").replace("\0", "").strip()


def as_handle(text: str | None) -> str:
    """What was typed, as handles are stored."""
    return cleaned(text).lower().removeprefix("@")


class ProfileForm(Form):
    """The handle and a word on oneself."""

    handle = StringField(
        filters=[as_handle],
        validators=[
            DataRequired(),
            Regexp(r"[a-z0-9_]{3,30}\Z", message="Take 3 to 30 letters from a to z, digits and _."),
        ],
        render_kw={"autocomplete": "nickname", "autocapitalize": "none", "spellcheck": "false"},
    )
    bio = StringField(filters=[cleaned], validators=[Length(max=LONGEST_BIO)], render_kw={"autocomplete": "off"})

    def __init__(self, profile: Profile) -> None:
        super().__init__(obj=profile)
        self.profile = profile

    def validate_handle(self, field: Field) -> None:
        """`ValidationError` where the handle is somebody else's, or would pass for somebody else's."""
        others = select(Profile.id).where(Profile.handle == field.data, Profile.id != self.profile.id)
        if field.data in RESERVED:
            raise ValidationError("This handle is not to be had.")
        if db.session.scalar(others):
            raise ValidationError(TAKEN)


class PostForm(Form):
    """What somebody wants to say."""

    text = TextAreaField(
        filters=[cleaned], validators=[DataRequired(), Length(max=LONGEST_POST)], render_kw={"autocomplete": "off"}
    )


class ReportForm(Form):
    """Why a post should be looked at."""

    reason = TextAreaField(
        filters=[cleaned], validators=[DataRequired(), Length(max=LONGEST_REASON)], render_kw={"autocomplete": "off"}
    )
