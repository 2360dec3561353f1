"""The forms that are not allauth's own."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from users.models import User


class SignupForm(AllauthSignupForm):
    """Who signs up with an address that has an account is answered like anybody else, and no sooner."""

    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new person, or the answer where there is one with this address, who gets a mail."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None]
        try:
            with transaction.atomic():
                saved = super().try_save(request)
        except IntegrityError:  # somebody signed up with the address at the same time
            self.account_already_exists = True
            saved = super().try_save(request)
        return saved


class ProfileForm(forms.Form):
    """What people say of themselves."""

    name = forms.CharField(max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
