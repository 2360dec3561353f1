"""What people say of themselves, write and report."""

from django import forms
from django.core.validators import RegexValidator

from app.community.models import LONGEST_HANDLE, LONGEST_POST, LONGEST_REASON, Profile

RESERVED = {"admin", "administrator", "help", "moderator", "root", "security", "staff", "support", "system"}
"""Handles that somebody would be taken for somebody else by."""

HANDLE = RegexValidator(r"\A[a-z0-9_]{3,30}\Z", "Take 3 to 30 letters from a to z, digits and _.")


class LinesField(forms.CharField):
    """Text of several lines, whose ends count as one character each, as browsers count them."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def to_python(self, value: str | None) -> str:
        """The text as it is stored."""
        return str(super().to_python((value or "").replace("\r\n", "\n")))


class ProfileForm(forms.ModelForm):
    """The handle and a word on oneself."""

    handle = forms.CharField(
        max_length=LONGEST_HANDLE,
        help_text="Your name here, as in /@ada/: letters from a to z, digits and _.",
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "autocapitalize": "none", "spellcheck": "false"}),
    )

    class Meta:
        """The fields."""

        model = Profile
        fields = ("handle", "bio")
        widgets = {"bio": forms.TextInput(attrs={"autocomplete": "off"})}

    def clean_handle(self) -> str:
        """The handle in lower case."""
        handle: str = self.cleaned_data["handle"].lower().removeprefix("@")
        HANDLE(handle)
        if handle in RESERVED:
            raise forms.ValidationError("This handle is not to be had.")
        return handle


class PostForm(forms.Form):
    """What somebody wants to say."""

    text = LinesField(max_length=LONGEST_POST, label="What is new?", help_text="Up to 500 characters.")


class ReportForm(forms.Form):
    """Why a post should be looked at."""

    reason = LinesField(
        max_length=LONGEST_REASON,
        label="What is wrong with it?",
        help_text="The moderators read this; the author does not.",
    )
