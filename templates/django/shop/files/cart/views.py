from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from cart.cart import Cart
from cart.forms import MAX_QUANTITY, QuantityForm
from catalog.models import Product

WRONG_QUANTITY = gettext_lazy("Choose a quantity between 1 and %(maximum)d.")


class CartView(TemplateView):
    template_name = "cart/cart.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = list(Cart(self.request))
        return super().get_context_data(lines=lines, total=sum(line.total for line in lines), **kwargs)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk, is_active=True)
    form = QuantityForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["quantity"]:
        messages.error(request, WRONG_QUANTITY % {"maximum": MAX_QUANTITY})
        return redirect(product)
    Cart(request).add(product, form.cleaned_data["quantity"])
    messages.success(request, _("“%(name)s” is in your cart.") % {"name": product.name})
    return redirect("cart:detail")


@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    form = QuantityForm(request.POST)
    if form.is_valid():
        Cart(request).set(product, form.cleaned_data["quantity"])
    else:
        messages.error(request, WRONG_QUANTITY % {"maximum": MAX_QUANTITY})
    return redirect("cart:detail")
