import logging
import uuid

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from orders.models import Order, Status, TransitionError

logger = logging.getLogger(__name__)


class Payment(models.Model):
    """One attempt to pay an order. The provider sends the reference back in its events."""

    class Status(models.TextChoices):
        STARTED = "started", _("Started")
        FAILED = "failed", _("Failed")
        SUCCEEDED = "succeeded", _("Succeeded")
        REFUND_DUE = "refund_due", _("Refund due")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments", verbose_name=_("order"))
    reference = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.STARTED)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")

    def __str__(self) -> str:
        return str(self.reference)

    def fail(self) -> None:
        Payment.objects.filter(pk=self.pk, status=self.Status.STARTED).update(status=self.Status.FAILED)

    @transaction.atomic
    def succeed(self) -> None:
        """Mark the order as paid. Further calls change nothing, as providers repeat events."""
        # A customer may fail once and then succeed on the same page of the provider.
        unpaid = [self.Status.STARTED, self.Status.FAILED]
        payments = Payment.objects.filter(pk=self.pk)
        if not payments.filter(status__in=unpaid).update(status=self.Status.SUCCEEDED):
            return
        try:
            self.order.change_status(Status.PAID)
        except TransitionError:  # The order has been cancelled or already paid.
            payments.update(status=self.Status.REFUND_DUE)
            logger.error("Payment %s of order %s must be refunded", self, self.order)
