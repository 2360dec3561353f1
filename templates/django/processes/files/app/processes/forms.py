"""The forms of requests and departments."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from app.processes.amounts import cents_of
from app.processes.models import LONGEST_COMMENT, Department
from app.processes.sheets import LONGEST_TITLE

OFF = {"autocomplete": "off"}


class RequestForm(forms.Form):
    """What is asked for, and in the name of which department."""

    title = forms.CharField(max_length=LONGEST_TITLE, widget=forms.TextInput(attrs=OFF))
    amount = forms.CharField(widget=forms.TextInput(attrs={**OFF, "inputmode": "decimal"}))
    department = forms.ChoiceField()

    def __init__(self, *given: Any, departments: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["department"] = forms.ChoiceField(choices=departments)

    def clean_amount(self) -> int:
        """The cents in it."""
        try:
            return cents_of(self.cleaned_data["amount"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    @property
    def said(self) -> dict[str, Any]:
        """The columns of the request."""
        given = self.cleaned_data
        return {"title": given["title"], "cents": given["amount"], "department_id": int(given["department"])}


class DecisionForm(forms.Form):
    """What somebody decides, and why; who rejects has to say so."""

    decision = forms.ChoiceField(choices=[("approve", "Approve"), ("reject", "Reject")])
    comment = forms.CharField(
        max_length=LONGEST_COMMENT, required=False, widget=forms.Textarea(attrs={**OFF, "rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """What was said."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("decision") == "reject" and not said.get("comment"):
            self.add_error("comment", "Say why, for the requester to read.")
        return said


class ImportForm(forms.Form):
    """A sheet."""

    file = forms.FileField(allow_empty_file=True, label="CSV file")


class DepartmentForm(forms.ModelForm):
    """The name of a department, and what it is below."""

    class Meta:
        """The fields."""

        model = Department
        fields = ("name", "parent")
        widgets = {"name": forms.TextInput(attrs=OFF)}

    def __init__(self, *given: Any, parents: QuerySet[Department], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["parent"] = forms.ModelChoiceField(parents, required=False, label="Below", empty_label="nothing")


class PersonForm(forms.Form):
    """Who is put into a department."""

    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs=OFF))
