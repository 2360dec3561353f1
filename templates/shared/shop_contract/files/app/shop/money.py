"""Amounts, as people read them."""

from decimal import Decimal

CURRENCY = "EUR"


def money(amount: Decimal) -> str:
    """The amount with its currency."""
    return f"{amount:,.2f} {CURRENCY}"
