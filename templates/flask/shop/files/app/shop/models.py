"""Orders and baskets, as stored. What they are about – products – are models, in `app/models/`."""

from decimal import Decimal
from enum import StrEnum
from secrets import token_urlsafe

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, Numeric, String, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base, db
from app.models import Product
from app.shop.states import OrderState, PaymentState
from app.timestamps import TimestampMixin


def state_of(states: type[StrEnum]) -> Enum:
    """The type of a column that holds one of the states, which the database checks."""
    return Enum(
        states,
        name="state",
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
    )


class BasketLine(Base):
    """So many of a product in somebody's basket; a guest's basket lies in the session."""

    __tablename__ = "basket_lines"
    __table_args__ = (
        UniqueConstraint("person_id", "product_id"),
        CheckConstraint(column("quantity") >= 1, name="quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    quantity: Mapped[int] = mapped_column()


class Order(TimestampMixin, db.Model):
    """What somebody buys, and where it goes; it outlives the account and the products that it came from."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(43), unique=True, default=token_urlsafe)
    """What the link to the order ends with; nobody can guess it."""
    checkout: Mapped[str] = mapped_column(String(43), unique=True)
    """The checkout that it came from, so that a form sent twice is one order."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Who bought it; nobody, for a guest."""
    state: Mapped[OrderState] = mapped_column(state_of(OrderState), default=OrderState.PENDING, index=True)
    total: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    name: Mapped[str] = mapped_column(String(150))
    email: Mapped[str] = mapped_column(String(254))
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20))
    city: Mapped[str] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(100))
    network: Mapped[str] = mapped_column(String(64))
    """A keyed hash of the network that it came from, to count unpaid orders by."""
    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.id")
    attempts: Mapped[list["PaymentAttempt"]] = relationship(order_by="PaymentAttempt.id")


class OrderLine(Base):
    """So many of a product in an order, as it was called and at the price that it had when it was ordered."""

    __tablename__ = "order_lines"
    __table_args__ = (CheckConstraint(column("quantity") >= 1, name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey(Product.id, ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    sku: Mapped[str] = mapped_column(String(20))
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    quantity: Mapped[int] = mapped_column()

    @property
    def amount(self) -> Decimal:
        """What they cost together."""
        return self.price * self.quantity


class PaymentAttempt(TimestampMixin, db.Model):
    """A try to have an order paid. The database sees to it that there is one at a time, and none after one that succeeded."""

    __tablename__ = "payment_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str | None] = mapped_column(String(100), unique=True)
    """What the provider calls it."""
    state: Mapped[PaymentState] = mapped_column(state_of(PaymentState), default=PaymentState.STARTED)
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))

    __table_args__ = (
        Index(
            "uq_payment_attempts_one_at_a_time",
            order_id,
            unique=True,
            sqlite_where=state != PaymentState.DECLINED,
            postgresql_where=state != PaymentState.DECLINED,
        ),
    )
