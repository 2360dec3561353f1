"""How many unpaid orders a buyer may have, and for how long: they keep stock from others."""

import hmac
from datetime import timedelta

from app.networks import network_of
from app.shop.payments import Provider

MOST_UNPAID = 5
"""Unpaid orders of an account, and of an address on the network."""

TIME_TO_PAY = timedelta(minutes=30)
TIME_FOR_STAFF = timedelta(hours=24)
"""The same where no payment provider is configured, so that staff look for the payments; and where a provider failed."""


def network_hash(address: str, secret: str) -> str:
    """Return a keyed hash of the network of an address, so that orders are counted and the address is not stored."""
    return hmac.digest(secret.encode(), f"shop {network_of(address)}".encode(), "sha256").hex()


def time_to_pay(provider: Provider | None) -> timedelta:
    """Return how long an order waits for its payment before it expires."""
    return TIME_TO_PAY if provider else TIME_FOR_STAFF
