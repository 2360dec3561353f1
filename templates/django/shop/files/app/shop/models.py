"""Orders and baskets, as stored. What they are about – products – are records, in `app/records/`."""

from decimal import Decimal
from secrets import token_urlsafe

from django.db import models

from app.records.models import Product
from app.shop.states import OrderState, PaymentState
from users.models import User


class BasketLine(models.Model):
    """So many of a product in somebody's basket; a guest's basket lies in the session."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="basket_lines")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        """The table."""

        constraints = (
            models.UniqueConstraint(fields=("person", "product"), name="basket_has_each_product_once"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="basket_line_has_one_at_least"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"


class Order(models.Model):
    """What somebody buys, and where it goes; it outlives the account and the products that it came from."""

    key = models.CharField(
        max_length=43, unique=True, default=token_urlsafe, help_text="What its link ends with; nobody can guess it."
    )
    checkout = models.CharField(
        max_length=43, unique=True, help_text="Where it came from, so that a form sent twice is one order."
    )
    person = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders", help_text="Nobody, for a guest."
    )
    state = models.CharField(
        max_length=9,
        choices=[(state.value, state.value) for state in OrderState],
        default=OrderState.PENDING.value,
        db_index=True,
    )
    total = models.DecimalField(max_digits=12, decimal_places=2)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=20)
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=100)
    network = models.CharField(
        max_length=64, help_text="A keyed hash of the network that it came from, to count unpaid orders by."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The table."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in OrderState]), name="order_state"
            ),
        )

    def __str__(self) -> str:
        return f"Order {self.pk}"


class OrderLine(models.Model):
    """So many of a product in an order, as it was called and at the price that it had when it was ordered."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120)
    sku = models.CharField(max_length=20)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        """The table."""

        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=models.Q(quantity__gte=1), name="order_line_has_one_at_least"),)

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @property
    def amount(self) -> Decimal:
        """What they cost together."""
        return self.price * self.quantity


class PaymentAttempt(models.Model):
    """A try to have an order paid. The database sees to it that there is one at a time, and none after one that succeeded."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="attempts")
    reference = models.CharField(
        max_length=100, unique=True, null=True, blank=True, help_text="What the provider calls it."
    )
    state = models.CharField(
        max_length=8, choices=[(state.value, state.value) for state in PaymentState], default=PaymentState.STARTED.value
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The table."""

        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in PaymentState]), name="payment_attempt_state"
            ),
            models.UniqueConstraint(
                fields=("order",), condition=~models.Q(state=PaymentState.DECLINED.value), name="one_payment_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"
