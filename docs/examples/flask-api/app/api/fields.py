"""Fields of schemas, for values that JSON or a database treats in a way of its own."""

import decimal
from typing import Any

from apiflask import fields, validators
from marshmallow import ValidationError
from sqlalchemy import Select

from app.extensions import db


class Text(fields.String):
    """Text without white space at its ends. Optional text is null rather than blank."""

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = value.strip() if isinstance(value, str) else value
        if text == "" and self.allow_none:
            return None
        if text == "" or "\0" in str(text):
            raise ValidationError("This field may not be blank, nor contain NUL.")
        return super().deserialize(text, *args, **kwargs)


class Ordering(fields.DelimitedList):
    """Names of columns, separated by commas; a leading minus sign means descending."""

    def __init__(self, *names: str, **kwargs: Any) -> None:
        super().__init__(fields.String(validate=validators.OneOf([*names, *(f"-{name}" for name in names)])), **kwargs)


class DecimalString(fields.Decimal):
    """A decimal number in a JSON string, with no more digits than its column holds."""

    def __init__(self, digits: int, places: int, *, minimum: Any = None, maximum: Any = None, **kwargs: Any) -> None:
        most = (decimal.Decimal(10) ** digits - 1).scaleb(-places)
        # Not among the validators: JSON Schema has no range for strings.
        self.check_range = validators.Range(-most if minimum is None else minimum, most if maximum is None else maximum)
        super().__init__(places=places, as_string=True, metadata={"type": "string", "format": "decimal"}, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        number = super()._deserialize(value, *args, **kwargs)
        if number != decimal.Decimal(str(value)):
            raise ValidationError("Too many decimal places.")
        return self.check_range(number)


def check_exists(rows: Select[Any], value: int) -> None:
    if db.session.scalar(rows.where(rows.selected_columns.id == value)) is None:
        raise ValidationError("There is no such record.")
