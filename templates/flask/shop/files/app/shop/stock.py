"""The stock in the form of a product: what is stored is the difference to what the form showed.

So a sale that happens while the form is open is kept.
"""

from typing import Any

from markupsafe import Markup
from wtforms import IntegerField
from wtforms.utils import unset_value
from wtforms.widgets import NumberInput

from app.models import Product

LONGEST = 11
"""Digits of a number that the database holds, and one more."""


class StockInput(NumberInput):
    """The input for the stock, with a hidden one for what the form showed."""

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        """Return both."""
        if field.shown is None:
            return super().__call__(field, **kwargs)
        hidden = Markup('<input type="hidden" name="shown-{}" value="{}">').format(field.name, field.shown)
        return super().__call__(field, **kwargs) + hidden


class StockField(IntegerField):
    """The stock of a product; `shown` is what the form of a stored product showed, else nothing."""

    widget = StockInput()
    shown: int | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take what was sent, and what the form showed."""
        super().process(formdata, data, extra_filters)
        if isinstance(data, int):
            sent = (formdata or {}).get(f"shown-{self.name}", "")
            self.shown = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < LONGEST else data

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Let the stock change by what was added or taken away."""
        if not validation_stopped and not self.errors and self.shown is not None:
            self.data: Any = Product.stock + (self.data - self.shown)
