from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from django.http import HttpRequest

from cart.forms import MAX_QUANTITY
from catalog.models import Product

SESSION_KEY = "cart"
TOKEN_KEY = "cart_token"  # noqa: S105 - a name


@dataclass(frozen=True)
class CartLine:
    product: Product
    quantity: int

    @property
    def total(self) -> Decimal:
        return self.product.price * self.quantity

    @property
    def is_available(self) -> bool:
        return self.quantity <= self.product.stock


class Cart:
    """The products and quantities that a visitor has chosen, kept in the session."""

    def __init__(self, request: HttpRequest) -> None:
        self.session = request.session
        self.quantities: dict[str, int] = self.session.get(SESSION_KEY, {})

    def __iter__(self) -> Iterator[CartLine]:
        products = Product.objects.filter(is_active=True, pk__in=self.quantities)
        return (CartLine(product, self.quantities[str(product.pk)]) for product in products)

    @property
    def token(self) -> str | None:
        """Return the token of the order that the cart becomes, so that a form sent twice gives one order."""
        return self.session.get(TOKEN_KEY)

    def add(self, product: Product, quantity: int) -> None:
        if not self.quantities:
            self.session[TOKEN_KEY] = str(uuid4())
        self.set(product, min(self.quantities.get(str(product.pk), 0) + quantity, MAX_QUANTITY))

    def set(self, product: Product, quantity: int) -> None:
        """Set the quantity of a product; 0 removes it."""
        self.quantities[str(product.pk)] = quantity
        if not quantity:
            del self.quantities[str(product.pk)]
        self.session[SESSION_KEY] = self.quantities

    def clear(self) -> None:
        self.session.pop(SESSION_KEY, None)
