"""What happens to orders. Each function is one transaction: all of it happens, or nothing.

Stock is taken by the database, `stock = stock - 2 where stock >= 2`, so that no piece is sold twice, however many buy at
once.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from app.records.models import Product
from app.shop.models import BasketLine, Order, OrderLine, PaymentAttempt
from app.shop.payments import Payment, Provider, ProviderDownError
from app.shop.states import LONGEST_CALL, UNDER_WAY, OrderState, PaymentState, before
from app.shop.unpaid import MOST_UNPAID, TIME_FOR_STAFF

log = structlog.stdlib.get_logger(__name__)


class RefusedError(Exception):
    """What was asked for is not possible, for a reason that people can read."""


class TooManyUnpaidError(RefusedError):
    """The buyer has to pay for other orders first."""


def place(order: Order, quantities: Mapping[int, int], agreed: Decimal) -> Order:
    """The order with so many of each product, by its number, and their stock taken; the buyer's basket is empty then.

    `RefusedError` where there is not enough of something, or where it costs something else than what was agreed;
    `TooManyUnpaidError` where the buyer has as many unpaid orders as there may be.
    The order that is there already, where its checkout has led to one.
    """
    try:
        with transaction.atomic():
            _take(quantities)
            if _count_unpaid(order) >= MOST_UNPAID:
                raise TooManyUnpaidError(
                    f"There are {MOST_UNPAID} unpaid orders from you or your network already. "
                    "Please pay for one of them or cancel it, or try again later."
                )
            products = Product.objects.filter(pk__in=quantities).order_by("name", "pk")
            lines = [
                OrderLine(
                    order=order, product=one, name=one.name, sku=one.sku, price=one.price, quantity=quantities[one.pk]
                )
                for one in products
            ]
            order.total = sum((line.amount for line in lines), Decimal(0))
            if order.total != agreed:
                raise RefusedError("Prices have changed meanwhile. Please look at your basket again.")
            order.save()
            OrderLine.objects.bulk_create(lines)
            BasketLine.objects.filter(person=order.person_id).delete()
    except IntegrityError:
        return Order.objects.get(checkout=order.checkout)
    return order


def _count_unpaid(order: Order) -> int:
    """Return how many other unpaid orders come from the buyer's network, or from their account where that is more."""
    others = Order.objects.filter(state=OrderState.PENDING).exclude(checkout=order.checkout)
    buyers = [Q(network=order.network)]
    if order.person_id:
        buyers.append(Q(person=order.person_id))
    return max(others.filter(buyer).count() for buyer in buyers)


def move(order: Order, state: OrderState) -> None:
    """Bring an order into another state. `RefusedError` where no arrow leads from its own to that one."""
    if not _advance(order.pk, state):
        raise RefusedError(f"This order cannot become {state} any more.")
    order.refresh_from_db()


def pay(order: Order, provider: Provider) -> PaymentState:
    """How the payment of an order ended, or how far it has come.

    `RefusedError` where it is not waiting for one, or where the provider fails in a way that leaves this open: then the
    payment stays `started`, and is resumed with the same key.
    """
    if order.state != OrderState.PENDING:
        raise RefusedError(f"This order is {order.state} already.")
    attempt = PaymentAttempt.objects.filter(_interrupted(), order=order).first() or _begun(order)
    try:
        payment = provider.pay(order, f"attempt-{attempt.pk}")
    except ProviderDownError:
        log.warning("payment provider does not answer", order=order.pk)
        payment = Payment(f"none-{attempt.pk}", PaymentState.DECLINED)
    except Exception:
        log.exception("payment provider failed", order=order.pk)
        raise RefusedError(
            "We do not know whether your payment was made. Please try again in two minutes: you are not charged twice."
        ) from None
    settle(attempt, payment)
    return payment.state


def _begun(order: Order) -> PaymentAttempt:
    try:
        with transaction.atomic():
            return PaymentAttempt.objects.create(order=order, amount=order.total)
    except IntegrityError:
        raise RefusedError("This order is being paid already.") from None


def _interrupted(wait: timedelta = LONGEST_CALL) -> Q:
    """What is true of a payment that was started so long ago, and has no answer."""
    return Q(state=PaymentState.STARTED, created_at__lte=timezone.now() - wait)


def nobody_has_paid(wait: timedelta = LONGEST_CALL) -> Q:
    """What is true of an order that can be taken back without giving money back; a started payment counts so long."""
    of_order = PaymentAttempt.objects.filter(order=OuterRef("pk"))
    return Q(~Exists(of_order.exclude(Q(state=PaymentState.DECLINED) | _interrupted(wait))), state=OrderState.PENDING)


@transaction.atomic
def settle(attempt: PaymentAttempt, payment: Payment) -> bool:
    """Keep how a payment ended, and have its order be paid where it is; whether anything was new in that."""
    unsettled = PaymentAttempt.objects.filter(pk=attempt.pk, state__in=UNDER_WAY)
    is_new = bool(unsettled.update(state=payment.state, reference=payment.reference))
    if is_new and payment.state is PaymentState.PAID and not _advance(attempt.order_id, OrderState.PAID):
        log.error("paid, although the order was not waiting for it", order=attempt.order_id)
    attempt.refresh_from_db()
    return is_new


def withdraw(order: Order) -> None:
    """Cancel an order for the buyer. `RefusedError` where it is paid for, or a payment is under way."""
    if not _advance(order.pk, OrderState.CANCELLED, nobody_has_paid()):
        raise RefusedError("This order cannot be cancelled here any more. Please write to us.")


def expire(until: datetime) -> int:
    """How many orders were cancelled, because they were placed by then and nobody has begun to pay."""
    unpaid = nobody_has_paid(TIME_FOR_STAFF)
    late = Order.objects.filter(unpaid, created_at__lte=until).values_list("pk", flat=True)
    return sum(_advance(order, OrderState.CANCELLED, unpaid) for order in list(late))


def _take(quantities: Mapping[int, int]) -> None:
    for product in sorted(quantities):  # in the same order for everybody, so that no two wait for each other
        quantity = quantities[product]
        if not Product.objects.filter(pk=product, stock__gte=quantity).update(stock=F("stock") - quantity):
            raise RefusedError("Somebody was faster: there is not enough left of what is in your basket.")


@transaction.atomic
def _advance(order: int, state: OrderState, condition: Q | None = None) -> bool:
    """Whether the order has come into the state, where the condition holds; what is cancelled goes back on the shelf."""
    found = Order.objects.filter(condition or Q(), pk=order, state__in=before(state))
    if not found.update(state=state):
        return False
    log.info("order moved", order=order, state=state)
    if state is OrderState.CANCELLED:
        for line in OrderLine.objects.filter(order=order).order_by("product_id"):
            if line.product_id:
                Product.objects.filter(pk=line.product_id).update(stock=F("stock") + line.quantity)
    return True
