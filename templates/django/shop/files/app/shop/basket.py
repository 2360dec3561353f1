"""The basket: a guest's in the session; somebody's who has logged in in the database, the same in all their browsers.

What a guest has put into it joins their own when they log in.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest

from app.records.models import Product
from app.shop.models import BasketLine

MOST_OF_ONE = 99
MOST_PRODUCTS = 50


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


def lines(request: HttpRequest) -> list[Line]:
    """What is in the visitor's basket, by name."""
    wanted = quantities(request)
    products = Product.objects.filter(pk__in=wanted).order_by("name", "pk")
    return [Line(product, wanted[product.pk]) for product in products]


def quantities(request: HttpRequest) -> dict[int, int]:
    """How many of each product are in the visitor's basket, by the product's number."""
    if not request.user.is_authenticated:
        return _of_guest(request)
    if guest := _of_guest(request):
        mine = _of_person(request)
        for product in Product.objects.filter(pk__in=guest):
            change(request, product.pk, min(mine.get(product.pk, 0) + guest[product.pk], MOST_OF_ONE))
        forget_guest(request)
    return _of_person(request)


def change(request: HttpRequest, product: int, quantity: int) -> None:
    """Have so many of a product in the visitor's basket; 0 takes it out."""
    if not request.user.is_authenticated:
        kept = _of_guest(request) | {product: quantity}
        request.session["basket"] = {str(number): many for number, many in kept.items() if many}
    elif quantity:
        BasketLine.objects.update_or_create(person=request.user, product_id=product, defaults={"quantity": quantity})
    else:
        BasketLine.objects.filter(person=request.user, product_id=product).delete()


def forget_guest(request: HttpRequest) -> None:
    """Leave nothing in the session."""
    request.session.pop("basket", None)


def _of_guest(request: HttpRequest) -> dict[int, int]:
    return {int(number): quantity for number, quantity in request.session.get("basket", {}).items()}


def _of_person(request: HttpRequest) -> dict[int, int]:
    return dict(BasketLine.objects.filter(person=request.user.pk).values_list("product_id", "quantity"))
