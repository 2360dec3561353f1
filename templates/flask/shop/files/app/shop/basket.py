"""The basket: a guest's in the session; somebody's who has logged in in the database, the same in all their browsers.

What a guest has put into it joins their own when they log in.
"""

from dataclasses import dataclass
from decimal import Decimal

from flask import session
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Product
from app.shop.models import BasketLine

MOST_OF_ONE = 99
MOST_PRODUCTS = 50
"""More would not fit into a cookie."""


@dataclass(frozen=True)
class Line:
    """So many of a product."""

    product: Product
    quantity: int

    @property
    def amount(self) -> Decimal:
        """What they cost together."""
        return self.product.price * self.quantity

    @property
    def is_short(self) -> bool:
        """Whether there are fewer of it."""
        return self.quantity > self.product.stock


def lines() -> list[Line]:
    """What is in the visitor's basket, by name."""
    wanted = quantities()
    products = db.session.scalars(select(Product).where(Product.id.in_(wanted)).order_by(Product.name, Product.id))
    return [Line(product, wanted[product.id]) for product in products]


def quantities() -> dict[int, int]:
    """How many of each product are in the visitor's basket, by the product's number."""
    if not current_user.is_authenticated:
        return _of_guest()
    if guest := _of_guest():
        mine = _of_person(current_user.id)
        for product, quantity in guest.items():
            _change_for_person(current_user.id, product, min(mine.get(product, 0) + quantity, MOST_OF_ONE))
        forget_guest()
    return _of_person(current_user.id)


def change(product: int, quantity: int) -> None:
    """Have so many of a product in the visitor's basket; 0 takes it out."""
    if current_user.is_authenticated:
        _change_for_person(current_user.id, product, quantity)
    else:
        kept = _of_guest() | {product: quantity}
        session["basket"] = {str(number): many for number, many in kept.items() if many}


def forget_guest() -> None:
    """Leave nothing in the session."""
    session.pop("basket", None)


def _of_guest() -> dict[int, int]:
    return {int(number): quantity for number, quantity in session.get("basket", {}).items()}


def _of_person(person: int) -> dict[int, int]:
    found = select(BasketLine.product_id, BasketLine.quantity).where(BasketLine.person_id == person)
    return dict(db.session.execute(found).all())


def _change_for_person(person: int, product: int, quantity: int) -> None:
    mine = select(BasketLine).where(BasketLine.person_id == person, BasketLine.product_id == product)
    line = db.session.scalars(mine).one_or_none()
    if line and quantity:
        line.quantity = quantity
    elif line:
        db.session.delete(line)
    elif quantity:
        db.session.add(BasketLine(person_id=person, product_id=product, quantity=quantity))
    try:
        db.session.commit()
    except IntegrityError:  # the product is gone, or another browser of theirs was first
        db.session.rollback()
