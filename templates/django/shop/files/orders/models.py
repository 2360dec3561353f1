import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cart.cart import CartLine
from catalog.models import Product
from users.models import User


class Status(models.TextChoices):
    PENDING = "pending", _("Awaiting payment")
    PAID = "paid", _("Paid")
    SHIPPED = "shipped", _("Shipped")
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDED = "refunded", _("Refunded")


TRANSITIONS: dict[Status, set[Status]] = {
    Status.PENDING: {Status.PAID, Status.CANCELLED},
    Status.PAID: {Status.SHIPPED, Status.REFUNDED},
    Status.SHIPPED: set(),
    Status.CANCELLED: set(),
    Status.REFUNDED: set(),
}
RETURNS_STOCK = {Status.CANCELLED, Status.REFUNDED}


class OutOfStockError(Exception):
    def __init__(self, product: Product) -> None:
        super().__init__(f"{product} is out of stock.")
        self.product = product


class TransitionError(Exception):
    """An order cannot go from its present status to another one."""


class OrderQuerySet(models.QuerySet["Order"]):
    def unpaid(self, network: str, user: User | None) -> Self:
        """Return the pending and the recently cancelled orders of a network or a user."""
        recent = Q(status=Status.CANCELLED, created_at__gt=timezone.now() - settings.ORDER_LIFETIME)
        buyer = Q(network=network) | Q(user=user) if user else Q(network=network)
        return self.filter(buyer, Q(status=Status.PENDING) | recent)

    def expire(self) -> int:
        """Cancel the orders that have not been paid in time, and return how many there were."""
        expired = 0
        for order in self.filter(status=Status.PENDING, created_at__lt=timezone.now() - settings.ORDER_LIFETIME):
            try:
                order.change_status(Status.CANCELLED)
                expired += 1
            except TransitionError:  # It has just been paid or cancelled.
                continue
        return expired


class Order(models.Model):
    # The link to an order is all that a guest needs to see it, so it must not be guessable.
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        editable=False,
        related_name="orders",
        verbose_name=_("user"),
    )
    email = models.EmailField(_("email address"))
    name = models.CharField(_("full name"), max_length=100)
    street = models.CharField(_("street and number"), max_length=100)
    postcode = models.CharField(_("postcode"), max_length=20)
    city = models.CharField(_("city"), max_length=100)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PENDING, editable=False)
    total = models.DecimalField(_("total"), max_digits=10, decimal_places=2, editable=False)
    network = models.CharField(_("hash of the client network"), max_length=64, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "network"])]
        verbose_name = _("order")
        verbose_name_plural = _("orders")

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("orders:detail", args=[self.token])

    @property
    def is_pending(self) -> bool:
        return self.status == Status.PENDING

    @transaction.atomic
    def place(self, cart_lines: Iterable[CartLine]) -> None:
        """Save the order with its lines and take the stock.

        Raise OutOfStockError, and change nothing, if there is too little of a product.
        """
        # All transactions lock products in the same order, which prevents deadlocks.
        cart_lines = sorted(cart_lines, key=lambda line: line.product.pk)
        self.total = sum((line.total for line in cart_lines), Decimal(0))
        self.save(force_insert=True)
        for line in cart_lines:
            if not line.product.change_stock(-line.quantity):
                raise OutOfStockError(line.product)
        OrderLine.objects.bulk_create(
            OrderLine(
                order=self,
                product=line.product,
                name=line.product.name,
                price=line.product.price,
                quantity=line.quantity,
            )
            for line in cart_lines
        )

    @transaction.atomic
    def change_status(self, status: Status) -> None:
        """Change the status, or raise TransitionError if the present one does not allow it."""
        sources = [source for source, targets in TRANSITIONS.items() if status in targets]
        if not Order.objects.filter(pk=self.pk, status__in=sources).update(status=status):
            raise TransitionError(f"Order {self} cannot become {status}.")
        if status in RETURNS_STOCK:
            for line in self.lines.select_related("product").order_by("product_id"):
                line.product.change_stock(line.quantity)
        self.status = status


class OrderLine(models.Model):
    """A product as it was when the order was placed."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", verbose_name=_("order"))
    product = models.ForeignKey(Product, on_delete=models.PROTECT, verbose_name=_("product"))
    name = models.CharField(_("name"), max_length=100)
    price = models.DecimalField(_("price"), max_digits=8, decimal_places=2)
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")

    def __str__(self) -> str:
        return f"{self.quantity} {self.name}"

    @property
    def total(self) -> Decimal:
        return self.price * self.quantity
