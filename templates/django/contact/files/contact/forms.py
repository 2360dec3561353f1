from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    text = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    # A honeypot: people do not see the field, and spam bots fill it in.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_name(self) -> str:
        """Return the name fit for a header of a mail."""
        return " ".join(self.cleaned_data["name"].split())

    def send(self) -> None:
        """Mail the message to CONTACT_EMAIL, unless a spam bot has written it."""
        if self.cleaned_data["website"]:
            return
        EmailMessage(
            subject=_("Message from %(name)s") % self.cleaned_data,
            body=self.cleaned_data["text"],
            to=[settings.CONTACT_EMAIL],
            reply_to=[self.cleaned_data["email"]],
        ).send()
