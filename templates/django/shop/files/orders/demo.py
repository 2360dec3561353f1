"""Demo orders, in three states."""

from datetime import timedelta

from django.utils import timezone

from cart.cart import CartLine
from catalog.models import Product
from orders.models import Order, Status
from users.models import User

MEMBER = "member@example.org"

# Statuses, age in days, buyer (email, name, street, postcode, city), quantities by slug
ORDERS: tuple[tuple[list[Status], int, tuple[str, ...], dict[str, int]], ...] = (
    (
        [Status.PAID, Status.SHIPPED],
        6,
        ("lena@example.org", "Lena Sørensen", "4 Mill Lane", "LA9 4QF", "Kendal"),
        {"fell-pendant": 1, "ghyll-mug": 4},
    ),
    (
        [Status.PAID],
        1,
        (MEMBER, "Tom Okafor", "27 Castle Street", "EH2 3DN", "Edinburgh"),
        {"halm-desk-lamp": 1, "field-notebook": 2},
    ),
    (
        [],
        0,
        ("priya@example.org", "Priya Raman", "9 Canal Row", "M4 6JG", "Manchester"),
        {"tarn-stool": 2},
    ),
)


def add_demo_orders() -> str:
    """Add the demo orders to a shop without orders."""
    if Order.objects.exists():
        return "The shop has orders already."
    for statuses, age, (email, name, street, postcode, city), quantities in ORDERS:
        order = Order(
            user=User.objects.filter(email=email).first(),
            email=email,
            name=name,
            street=street,
            postcode=postcode,
            city=city,
            created_at=timezone.now() - timedelta(days=age),
        )
        products = Product.objects.filter(slug__in=quantities)
        order.place(CartLine(product, quantities[product.slug]) for product in products)
        for status in statuses:
            order.change_status(status)
    return f"Added {len(ORDERS)} orders."
