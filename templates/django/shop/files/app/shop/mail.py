"""What buyers are told by mail."""

from smtplib import SMTPException

import structlog
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from app.shop.models import Order
from config.environment import TITLE

log = structlog.stdlib.get_logger(__name__)


def tell_of_payment(request: HttpRequest, order: Order) -> None:
    """Tell the buyer that an order is paid. What is wrong with the mail server is for the log: the payment holds."""
    link = request.build_absolute_uri(reverse("shop:order", args=[order.key]))
    text = render_to_string("shop/mail/paid.txt", {"order": order, "link": link, "site_title": TITLE})
    try:
        send_mail(f"{TITLE}: Your order {order.pk} is paid", text, None, [order.email])
    except (SMTPException, OSError) as error:
        log.error("mail not sent", error=type(error).__name__)
