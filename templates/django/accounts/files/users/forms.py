from typing import Any

from allauth.account import forms as account_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from users.models import User


class SignupForm(account_forms.SignupForm):
    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> Any:
        """Add the user. An address with an account gets the same response, in the same time."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # another request has just added the address
            self.account_already_exists = True
            return super().try_save(request)


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name",)
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
