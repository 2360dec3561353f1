import logging
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from orders.models import Order, Status
from payments.models import Payment
from payments.providers import Event, ProviderError, get_provider

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 10


@require_POST
def start(request: HttpRequest, token: UUID) -> HttpResponse:
    """Redirect to the checkout page of the provider."""
    provider = get_provider()
    order = get_object_or_404(Order, token=token)
    if not order.is_pending or order.payments.count() >= MAX_ATTEMPTS:
        messages.error(request, _("This order cannot be paid."))
        return redirect(order)
    payment = Payment.objects.create(order=order)
    return_url = request.build_absolute_uri(reverse("payments:return", args=[order.token]))
    try:
        return redirect(provider.start(payment, return_url))
    except ProviderError:
        logger.exception("Payment %s could not be started", payment)
        payment.fail()
        messages.error(request, _("The payment could not be started. Nothing was charged. Please try again."))
        return redirect(order)


@require_safe
def complete(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show the order again. Only the webhook tells whether it has been paid."""
    order = get_object_or_404(Order, token=token)
    if order.is_pending:
        messages.info(request, _("A payment can take a minute to arrive. Reload this page to see it."))
    elif order.status == Status.PAID:
        messages.success(request, _("Thank you. Your payment has arrived."))
    return redirect(order)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    try:
        event = get_provider().read_event(request.body, request.headers)
    except ProviderError as error:
        logger.warning("A payment event was refused: %s", error)
        return HttpResponse(status=400)
    if event:
        handle_event(event)
    return HttpResponse(status=204)


def handle_event(event: Event) -> None:
    payment = get_object_or_404(Payment, reference=event.reference)
    if event.succeeded:
        payment.succeed()
    else:
        payment.fail()
