"""The forms of requests and departments."""

from typing import Any

from flask_security.forms import Form
from flask_wtf.file import FileField, FileRequired
from sqlalchemy import select
from wtforms import EmailField, Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.extensions import db
from app.processes.amounts import cents_of
from app.processes.models import LONGEST_COMMENT, LONGEST_NAME, Department, PurchaseRequest
from app.processes.sheets import LONGEST_TITLE
from app.users.models import User

OFF = {"autocomplete": "off"}


def cleaned(text: str | None) -> str:
    """What was typed, without what no database keeps."""
    return (text or "").replace("\r\n", "\n").replace("\0", "").strip()


class RequestForm(Form):
    """What is asked for, and in the name of which department."""

    title = StringField(filters=[cleaned], validators=[DataRequired(), Length(max=LONGEST_TITLE)], render_kw=OFF)
    amount = StringField(filters=[cleaned], validators=[DataRequired()], render_kw={**OFF, "inputmode": "decimal"})
    department = SelectField(validators=[DataRequired()])

    def __init__(self, departments: list[tuple[str, str]], draft: PurchaseRequest | None = None) -> None:
        said = {"title": draft.title, "amount": draft.amount, "department": str(draft.department_id)} if draft else {}
        super().__init__(data=said)
        self.department.choices = [SelectChoice(*one) for one in departments]

    def validate_amount(self, field: Field) -> None:
        """`ValidationError` for what is no amount."""
        try:
            cents_of(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    @property
    def said(self) -> dict[str, Any]:
        """The columns of the request."""
        department = int(self.department.data)
        return {"title": self.title.data, "cents": cents_of(self.amount.data), "department_id": department}


class DecisionForm(Form):
    """What somebody decides, and why; who rejects has to say so."""

    decision = SelectField(choices=[SelectChoice("approve"), SelectChoice("reject")])
    comment = TextAreaField(filters=[cleaned], validators=[Length(max=LONGEST_COMMENT)], render_kw=OFF)

    def validate_comment(self, field: Field) -> None:
        """`ValidationError` where somebody rejects and says nothing."""
        if self.decision.data == "reject" and not field.data:
            raise ValidationError("Say why, for the requester to read.")


class ImportForm(Form):
    """A sheet."""

    file = FileField(validators=[FileRequired("Choose a file.")])


class DepartmentForm(Form):
    """The name of a department, and what it is below."""

    name = StringField(filters=[cleaned], validators=[DataRequired(), Length(max=LONGEST_NAME)], render_kw=OFF)
    parent = SelectField()

    def __init__(self, parents: list[tuple[str, str]], department: Department | None = None) -> None:
        said = {"name": department.name, "parent": str(department.parent_id or "")} if department else {}
        super().__init__(data=said)
        self.parent.choices = [SelectChoice(*one) for one in [("", "nothing"), *parents]]
        self.department = department

    def validate_name(self, field: Field) -> None:
        """`ValidationError` where another department is called so."""
        other = db.session.scalar(select(Department).where(Department.name == field.data))
        if other and other is not self.department:
            raise ValidationError("There is a department of this name.")

    @property
    def parent_id(self) -> int | None:
        """The number of the department above."""
        return int(self.parent.data) if self.parent.data else None


class PersonForm(Form):
    """Who is put into a department."""

    email = EmailField(filters=[cleaned], validators=[DataRequired()], render_kw=OFF)

    def validate_email(self, _field: Field) -> None:
        """`ValidationError` where nobody is there of this address."""
        if not self.user:
            raise ValidationError("Nobody has signed up with this address.")

    @property
    def user(self) -> User | None:
        """Who it is."""
        return db.session.scalar(select(User).where(User.email == (self.email.data or "").lower()))
