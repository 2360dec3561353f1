"""Amounts of money, kept in cents: whole numbers are exact in every database."""

import re
from decimal import Decimal

AMOUNT = re.compile(r"[0-9]{1,8}(\.[0-9]{1,2})?")


def cents_of(text: str) -> int:
    """The cents in an amount as it is written; `ValueError` says what is wrong with it."""
    if not AMOUNT.fullmatch(text):
        raise ValueError("Write an amount like 1250 or 12.50, up to 99999999.99.")
    cents = int(Decimal(text) * 100)
    if not cents:
        raise ValueError("The amount has to be above zero.")
    return cents


def written(cents: int) -> str:
    """An amount as it is written, with both places."""
    return f"{Decimal(cents) / 100:.2f}"
