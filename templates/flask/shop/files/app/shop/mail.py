"""What buyers are told by mail."""

from smtplib import SMTPException

import structlog
from flask import render_template, url_for
from flask_mailman import EmailMessage

from app.config import TITLE
from app.shop.models import Order

log = structlog.stdlib.get_logger(__name__)


def tell_of_payment(order: Order) -> None:
    """Tell the buyer that an order is paid. What is wrong with the mail server is for the log: the payment holds."""
    link = url_for("shop.order", key=order.key, _external=True)
    text = render_template("shop/mail/paid.txt", order=order, link=link)
    try:
        EmailMessage(f"{TITLE}: Your order {order.id} is paid", text, to=[order.email]).send()
    except (SMTPException, OSError) as error:
        log.error("mail not sent", error=type(error).__name__)
