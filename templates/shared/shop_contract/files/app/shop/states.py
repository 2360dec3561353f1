"""The states of orders and of payments, and which may follow which."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class OrderState(StrEnum):
    """How far an order has come."""

    PENDING = "pending"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


ARROWS: Mapping[OrderState, tuple[OrderState, ...]] = {
    OrderState.PENDING: (OrderState.PAID, OrderState.CANCELLED),
    OrderState.PAID: (OrderState.SHIPPED, OrderState.CANCELLED),
    OrderState.SHIPPED: (OrderState.DELIVERED,),
    OrderState.DELIVERED: (),
    OrderState.CANCELLED: (),
}
"""The states that may follow each."""


class PaymentState(StrEnum):
    """How far a payment has come; `started` means that the provider has been asked, and has not answered yet."""

    STARTED = "started"
    WAITING = "waiting"
    PAID = "paid"
    DECLINED = "declined"


LONGEST_CALL = timedelta(minutes=2)
"""A payment that has been `started` for longer was interrupted: it can be resumed, and its order cancelled."""

UNDER_WAY = (PaymentState.STARTED, PaymentState.WAITING)
"""The payments of which nobody knows yet how they end."""


def before(state: OrderState) -> list[OrderState]:
    """The states from which an arrow leads to this one."""
    return [source for source, targets in ARROWS.items() if state in targets]
