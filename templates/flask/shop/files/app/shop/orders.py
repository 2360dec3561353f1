"""What happens to orders. Each function is one transaction: all of it happens, or nothing.

Stock is taken by the database, `stock = stock - 2 where stock >= 2`, so that no piece is sold twice, however many buy at
once.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import structlog
from sqlalchemy import ColumnElement, CursorResult, Update, and_, delete, func, not_, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Product
from app.shop.models import BasketLine, Order, OrderLine, PaymentAttempt
from app.shop.payments import Payment, Provider, ProviderDownError
from app.shop.states import LONGEST_CALL, UNDER_WAY, OrderState, PaymentState, before
from app.shop.unpaid import MOST_UNPAID, TIME_FOR_STAFF
from app.timestamps import utcnow

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
    for product in sorted(quantities):  # in the same order for everybody, so that no two wait for each other
        enough = (Product.id == product, Product.stock >= quantities[product])
        if not _changed(update(Product).where(*enough).values(stock=Product.stock - quantities[product])):
            db.session.rollback()
            raise RefusedError("Somebody was faster: there is not enough left of what is in your basket.")
    if _count_unpaid(order) >= MOST_UNPAID:
        db.session.rollback()
        raise TooManyUnpaidError(
            f"There are {MOST_UNPAID} unpaid orders from you or your network already. "
            "Please pay for one of them or cancel it, or try again later."
        )
    wanted = select(Product).where(Product.id.in_(quantities)).order_by(Product.name, Product.id)
    order.lines = [
        OrderLine(product_id=one.id, name=one.name, sku=one.sku, price=one.price, quantity=quantities[one.id])
        for one in db.session.scalars(wanted, execution_options={"populate_existing": True})
    ]
    order.total = sum((line.amount for line in order.lines), Decimal(0))
    if order.total != agreed:
        db.session.rollback()
        raise RefusedError("Prices have changed meanwhile. Please look at your basket again.")
    db.session.execute(delete(BasketLine).where(BasketLine.person_id == order.person_id))
    db.session.add(order)
    return _commit_once(order)


def _count_unpaid(order: Order) -> int:
    """Return how many other unpaid orders come from the buyer's network, or from their account where that is more."""
    others = (Order.state == OrderState.PENDING, Order.checkout != order.checkout)
    buyers = [Order.network == order.network]
    if order.person_id:
        buyers.append(Order.person_id == order.person_id)
    return max(db.session.scalar(select(func.count()).where(*others, buyer)) or 0 for buyer in buyers)


def move(order: Order, state: OrderState) -> None:
    """Bring an order into another state. `RefusedError` where no arrow leads from its own to that one."""
    if not _advance(order.id, state):
        db.session.rollback()
        raise RefusedError(f"This order cannot become {state} any more.")
    db.session.commit()


def pay(order: Order, provider: Provider) -> PaymentState:
    """How the payment of an order ended, or how far it has come.

    `RefusedError` where it is not waiting for one, or where the provider fails in a way that leaves this open: then the
    payment stays `started`, and is resumed with the same key.
    """
    if order.state is not OrderState.PENDING:
        raise RefusedError(f"This order is {order.state} already.")
    attempt = _interrupted(order) or _begun(order)
    try:
        payment = provider.pay(order, f"attempt-{attempt.id}")
    except ProviderDownError:
        log.warning("payment provider does not answer", order=order.id)
        payment = Payment(f"none-{attempt.id}", PaymentState.DECLINED)
    except Exception:
        log.exception("payment provider failed", order=order.id)
        db.session.rollback()
        raise RefusedError(
            "We do not know whether your payment was made. Please try again in two minutes: you are not charged twice."
        ) from None
    settle(attempt, payment)
    return payment.state


def _begun(order: Order) -> PaymentAttempt:
    attempt = PaymentAttempt(order_id=order.id, amount=order.total)
    db.session.add(attempt)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise RefusedError("This order is being paid already.") from None
    return attempt


def _interrupted(order: Order) -> PaymentAttempt | None:
    """The payment of an order that was interrupted, if there is one."""
    of_order = (PaymentAttempt.order_id == order.id, PaymentAttempt.state == PaymentState.STARTED)
    late = PaymentAttempt.created_at <= utcnow() - LONGEST_CALL
    return db.session.scalars(select(PaymentAttempt).where(*of_order, late)).one_or_none()


def nobody_has_paid(wait: timedelta = LONGEST_CALL) -> tuple[ColumnElement[bool], ...]:
    """What is true of an order that can be taken back without giving money back; a started payment counts so long."""
    interrupted = and_(PaymentAttempt.state == PaymentState.STARTED, PaymentAttempt.created_at <= utcnow() - wait)
    is_open = or_(PaymentAttempt.state == PaymentState.DECLINED, interrupted)
    return Order.state == OrderState.PENDING, ~Order.attempts.any(not_(is_open))


def settle(attempt: PaymentAttempt, payment: Payment) -> bool:
    """Keep how a payment ended, and have its order be paid where it is; whether anything was new in that."""
    unsettled = (PaymentAttempt.id == attempt.id, PaymentAttempt.state.in_(UNDER_WAY))
    kept = update(PaymentAttempt).where(*unsettled).values(state=payment.state, reference=payment.reference)
    is_new = bool(_changed(kept))
    if is_new and payment.state is PaymentState.PAID and not _advance(attempt.order_id, OrderState.PAID):
        log.error("paid, although the order was not waiting for it", order=attempt.order_id)
    db.session.commit()
    return is_new


def withdraw(order: Order) -> None:
    """Cancel an order for the buyer. `RefusedError` where it is paid for, or a payment is under way."""
    if not _advance(order.id, OrderState.CANCELLED, *nobody_has_paid()):
        db.session.rollback()
        raise RefusedError("This order cannot be cancelled here any more. Please write to us.")
    db.session.commit()


def expire(until: datetime) -> int:
    """How many orders were cancelled, because they were placed by then and nobody has begun to pay."""
    late = select(Order.id).where(Order.created_at <= until, *nobody_has_paid(TIME_FOR_STAFF))
    cancelled = [order for order in db.session.scalars(late).all() if _expired(order)]
    return len(cancelled)


def _expired(order: int) -> bool:
    cancelled = _advance(order, OrderState.CANCELLED, *nobody_has_paid(TIME_FOR_STAFF))
    db.session.commit()
    return cancelled


def _advance(order: int, state: OrderState, *conditions: ColumnElement[bool]) -> bool:
    """Whether the order has come into the state, where the conditions hold; what is cancelled goes back on the shelf."""
    sources = Order.state.in_(before(state))
    if not _changed(update(Order).where(Order.id == order, sources, *conditions).values(state=state)):
        return False
    log.info("order moved", order=order, state=state)
    if state is OrderState.CANCELLED:
        lines = select(OrderLine.product_id, OrderLine.quantity).where(OrderLine.order_id == order)
        for product, quantity in db.session.execute(lines.order_by(OrderLine.product_id)).all():
            _changed(update(Product).where(Product.id == product).values(stock=Product.stock + quantity))
    return True


def _changed(statement: Update) -> int:
    """How many rows a statement has changed; what the session knows of them, it forgets at the transaction's end."""
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return done.rowcount if isinstance(done, CursorResult) else 0


def _commit_once(order: Order) -> Order:
    """The order, stored; or the one that its checkout has led to before."""
    checkout = order.checkout
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return db.session.scalars(select(Order).where(Order.checkout == checkout)).one()
    return order
