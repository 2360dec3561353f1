"""The seam to whoever takes the money: how it is asked, what it answers, and how its messages are told from others'."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from secrets import token_hex
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from app.shop.models import Order
from app.shop.states import PaymentState

LONGEST_WAY = 300
"""Seconds between a message of the provider and its arrival; an older one may have been copied."""


class ProviderDownError(Exception):
    """The provider could not be asked, so that nothing was paid, and it can be tried again."""


@dataclass(frozen=True)
class Payment:
    """What a provider answers: its name for the payment, and whether that is paid, declined or waiting for a message."""

    reference: str
    state: PaymentState


class Provider(Protocol):
    """Somebody who takes money for us."""

    def pay(self, order: Order, key: str) -> Payment:
        """Have the total of an order paid. `ProviderDownError` where that could not be tried.

        A payment that was interrupted is asked for again with the same key, which the provider charges once.
        """


FAILING = 3
"""The last two digits of a total for which the fake provider fails."""


class FakeProvider:
    """Takes no money at all; the end of the total says what it answers."""

    def pay(self, order: Order, key: str) -> Payment:
        """Declined for .01, waiting for .02, an error for .03, and paid for all else."""
        if int(order.total * 100) % 100 == FAILING:
            raise RuntimeError("The fake provider fails for a total that ends in .03.")
        answers = {1: PaymentState.DECLINED, 2: PaymentState.WAITING}
        return Payment(f"fake-{token_hex(16)}", answers.get(int(order.total * 100) % 100, PaymentState.PAID))


PROVIDERS: Mapping[str, Provider | None] = {"fake": FakeProvider(), "none": None}
"""By the name that `PAYMENT_PROVIDER` gives them. With none, orders wait until staff say that they are paid."""


class Message(BaseModel):
    """What a provider's message says, in JSON: how a payment ended that was waiting."""

    model_config = ConfigDict(extra="forbid")

    reference: str
    amount: Decimal
    is_paid: bool

    @property
    def payment(self) -> Payment:
        """The payment as it is now."""
        return Payment(self.reference, PaymentState.PAID if self.is_paid else PaymentState.DECLINED)


def signature(body: bytes, secret: str, at: int) -> str:
    """What the header `Webhook-Signature` says: when the message was sent, in seconds since 1970, and what proves it."""
    return f"t={at},v1={hmac.new(secret.encode(), f'{at}.'.encode() + body, sha256).hexdigest()}"


def is_signed(body: bytes, header: str, secret: str, now: float) -> bool:
    """Whether a message comes from somebody who has the secret, and was sent a moment ago."""
    sent = re.match("t=([0-9]{1,12}),", header)
    if not secret or not sent or abs(now - int(sent[1])) > LONGEST_WAY:
        return False
    return hmac.compare_digest(header.encode(), signature(body, secret, int(sent[1])).encode())
