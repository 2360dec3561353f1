"""The pages of the shop for those who buy, and the door for the payment provider's messages."""

import re
import time
from decimal import Decimal
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from app.records.models import Category, Product
from app.shop import basket, mail, orders
from app.shop.forms import CheckoutForm
from app.shop.models import Order, PaymentAttempt
from app.shop.payments import PROVIDERS, Message, Provider, is_signed
from app.shop.states import OrderState, PaymentState
from app.shop.unpaid import network_hash, time_to_pay

PER_PAGE = 24
LONGEST_SEARCH = 100

ANSWERS = {
    PaymentState.PAID: (messages.SUCCESS, "Your order is paid. Thank you."),
    PaymentState.WAITING: (messages.INFO, "Your payment is on its way. We tell you when it has come."),
    PaymentState.DECLINED: (messages.ERROR, "The payment was declined, and nothing was taken. You can try again."),
}
"""How it looks, and what the buyer is told."""


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What there is to buy, perhaps of one category, perhaps with some words in its name."""
    _expire()
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].split()
    category = _number(request.GET.get("category", ""))
    found = Product.objects.filter(*(Q(name__icontains=word) for word in words))
    if category:
        found = found.filter(category=category)
    context = {
        "products": page_of(request, found.order_by("name", "pk"), PER_PAGE),
        "categories": Category.objects.order_by("name"),
        "category": category,
        "q": " ".join(words),
    }
    return render(request, "shop/catalogue.html", context)


@require_safe
def product(request: HttpRequest, sku: str) -> HttpResponse:
    """A product, and the way into the basket."""
    _expire()
    found = get_object_or_404(Product, sku=sku)
    return render(request, "shop/product.html", {"product": found, "most": min(found.stock, basket.MOST_OF_ONE)})


@never_cache
@require_safe
def show_basket(request: HttpRequest) -> HttpResponse:
    """The visitor's basket."""
    _expire()
    lines = basket.lines(request)
    context = {
        "lines": lines,
        "total": sum((line.amount for line in lines), Decimal(0)),
        "is_short": any(line.is_short for line in lines),
        "most": basket.MOST_OF_ONE,
    }
    return render(request, "shop/basket.html", context)


@never_cache
@require_POST
def add_to_basket(request: HttpRequest) -> HttpResponse:
    """So many more of a product in the basket."""
    chosen, quantity = _asked_for(request)
    held = basket.quantities(request)
    if len(held) >= basket.MOST_PRODUCTS and chosen.pk not in held:
        messages.error(request, f"There is no room for more than {basket.MOST_PRODUCTS} products.")
    elif quantity:
        basket.change(request, chosen.pk, min(held.get(chosen.pk, 0) + quantity, basket.MOST_OF_ONE))
        messages.success(request, f"{chosen.name} is in your basket.")
    return redirect("shop:basket")


@never_cache
@require_POST
def change_basket(request: HttpRequest) -> HttpResponse:
    """So many of a product in the basket, instead of what was in it."""
    chosen, quantity = _asked_for(request)
    if chosen.pk in basket.quantities(request):
        basket.change(request, chosen.pk, quantity)
        messages.success(request, "Your basket is changed.")
    return redirect("shop:basket")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Who buys and where it goes; then there is an order."""
    _expire()
    lines = basket.lines(request)
    if not lines or any(line.is_short for line in lines):
        messages.info(request, "There is nothing in your basket that can be ordered as it is.")
        return redirect("shop:basket")
    total = sum((line.amount for line in lines), Decimal(0))
    person = request.user if request.user.is_authenticated else None
    known = {"name": person.name, "email": person.email} if person else {}
    form = CheckoutForm(request.POST or None, initial=known | {"total": total})
    if not form.is_valid():
        request.session.setdefault("checkout", token_urlsafe())
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "shop/checkout.html", {"form": form, "lines": lines, "total": total}, status=status)
    agreed = form.cleaned_data.pop("total")
    order = Order(
        checkout=request.session.get("checkout") or token_urlsafe(),
        person=person,
        network=network_hash(request.META["REMOTE_ADDR"], settings.SECRET_KEY),
        **form.cleaned_data,
    )
    try:
        placed = orders.place(order, {line.product.pk: line.quantity for line in lines}, agreed)
    except orders.TooManyUnpaidError as refusal:
        form.add_error(None, str(refusal))
        context = {"form": form, "lines": lines, "total": total}
        return render(request, "shop/checkout.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    except orders.RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("shop:basket")
    basket.forget_guest(request)
    request.session.pop("checkout", None)
    messages.success(request, "Thank you for your order.")
    return redirect("shop:order", placed.key)


@never_cache
@login_required
@require_safe
def my_orders(request: HttpRequest) -> HttpResponse:
    """What I have ordered, the latest first."""
    mine = Order.objects.filter(person=request.user.pk).order_by("-pk")
    return render(request, "shop/orders.html", {"orders": page_of(request, mine, PER_PAGE)})


@never_cache
@require_safe
def order(request: HttpRequest, key: str) -> HttpResponseBase:
    """An order: a guest's for whoever has the link, somebody's for them alone and for staff."""
    found = _order(request, key)
    if not found:
        return redirect_to_login(request.get_full_path())
    return render(request, "shop/order.html", {"order": found, "can_pay": _provider() is not None})


@never_cache
@require_POST
def pay(request: HttpRequest, key: str) -> HttpResponseBase:
    """The order, paid, or not."""
    found, provider = _order(request, key), _provider()
    if provider is None:
        raise Http404
    if not found:
        return redirect_to_login(request.get_full_path())
    try:
        state = orders.pay(found, provider)
    except orders.RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.add_message(request, *ANSWERS[state])
        if state is PaymentState.PAID:
            mail.tell_of_payment(request, found)
    return redirect("shop:order", key)


@never_cache
@require_POST
def cancel(request: HttpRequest, key: str) -> HttpResponseBase:
    """The order, cancelled by its buyer."""
    found = _order(request, key)
    if not found:
        return redirect_to_login(request.get_full_path())
    try:
        orders.withdraw(found)
    except orders.RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Your order is cancelled.")
    return redirect("shop:order", key)


@csrf_exempt  # it has a signature instead
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """How a payment ended. The provider may say it as often as it likes: it counts once."""
    secret = settings.PAYMENT_WEBHOOK_SECRET
    if not is_signed(request.body, request.headers.get("Webhook-Signature", ""), secret, time.time()):
        raise PermissionDenied
    try:
        message = Message.model_validate_json(request.body)
    except ValidationError as error:
        raise BadRequest from error
    reference = message.reference.replace("\x00", "")
    attempt = get_object_or_404(PaymentAttempt, reference=reference, amount=message.amount)
    if orders.settle(attempt, message.payment) and attempt.order.state == OrderState.PAID:
        mail.tell_of_payment(request, attempt.order)
    return JsonResponse({"state": attempt.state})


def page_of(request: HttpRequest, records: QuerySet[Any], size: int) -> Page[Any]:
    """The page of records that was asked for; 404 where there is none."""
    try:
        return Paginator(records, size).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error


def _asked_for(request: HttpRequest) -> tuple[Product, int]:
    """The product and the quantity in a form; 404 where there is no such product, 400 where the number is none."""
    quantity = request.POST.get("quantity", "")
    if not re.fullmatch("[0-9]{1,2}", quantity):
        raise BadRequest
    return get_object_or_404(Product, pk=_number(request.POST.get("product", ""))), int(quantity)


def _number(text: str) -> int:
    """The number of a row; 0, which no row has, where the text is none."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def _order(request: HttpRequest, key: str) -> Order | None:
    """The order of a link; 404 where it is none of the visitor's business, nothing where they have to log in first."""
    found = get_object_or_404(Order, key=key)
    if found.person_id is None or found.person_id == request.user.pk:
        return found
    if not request.user.is_authenticated:
        return None
    if not request.user.has_perm("shop.change_order"):
        raise Http404
    return found


def _expire() -> None:
    """Put back on the shelf what nobody has paid for in time."""
    orders.expire(timezone.now() - time_to_pay(_provider()))


def _provider() -> Provider | None:
    return PROVIDERS[settings.PAYMENT_PROVIDER]
