"""The orders, for the staff who ship them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from app.shop import mail, orders
from app.shop.models import Order
from app.shop.states import ARROWS, OrderState
from app.shop.views import page_of

PER_PAGE = 50


@never_cache
@require_safe
@login_required
@permission_required("shop.change_order", raise_exception=True)
def index(request: HttpRequest) -> HttpResponse:
    """All orders, or those in one state; the latest first."""
    found = Order.objects.order_by("-pk")
    state = request.GET.get("state", "")
    if state in {*OrderState}:
        found = found.filter(state=state)
    listed = page_of(request, found, PER_PAGE)
    return render(request, "shop/sales.html", {"orders": listed, "state": state, "states": list(OrderState)})


@never_cache
@require_safe
@login_required
@permission_required("shop.change_order", raise_exception=True)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """An order, and what can become of it."""
    order = get_object_or_404(Order, pk=number)
    return render(request, "shop/sale.html", {"order": order, "arrows": ARROWS[OrderState(order.state)]})


@never_cache
@require_POST
@login_required
@permission_required("shop.change_order", raise_exception=True)
def move(request: HttpRequest, number: int) -> HttpResponse:
    """The order, in the state that was asked for."""
    order, state = get_object_or_404(Order, pk=number), request.POST.get("state", "")
    try:
        if state not in {*OrderState}:
            raise orders.RefusedError("There is no such state.")
        orders.move(order, OrderState(state))
    except orders.RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Order {order.pk} is {state}.")
        if order.state == OrderState.PAID:
            mail.tell_of_payment(request, order)
    return redirect("shop:sale", number)
