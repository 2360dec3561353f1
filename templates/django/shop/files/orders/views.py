from http import HTTPStatus
from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.mail import send_mail
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, ListView

from cart.cart import Cart
from config.client_ip import client_network
from orders.forms import CheckoutForm
from orders.models import Order, OutOfStockError, Status, TransitionError
from users.models import User


@method_decorator(never_cache, name="dispatch")
class CheckoutView(CreateView[Order, CheckoutForm]):
    form_class = CheckoutForm
    template_name = "orders/checkout.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.cart = Cart(request)
        self.cart_lines = list(self.cart)
        if not self.cart_lines:
            # The form may have been sent twice: the second answer must show the order, too.
            order = Order.objects.filter(token=self.cart.token).first() if self.cart.token else None
            return redirect(order or "cart:detail")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        return {"email": user.email, "name": user.name} if isinstance(user, User) else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        total = sum(line.total for line in self.cart_lines)
        return super().get_context_data(lines=self.cart_lines, total=total, **kwargs)

    def form_valid(self, form: CheckoutForm) -> HttpResponse:
        Order.objects.all().expire()
        user = self.request.user if isinstance(self.request.user, User) else None
        network = salted_hmac("orders.network", client_network(self.request), algorithm="sha256").hexdigest()
        if Order.objects.all().unpaid(network, user).count() >= settings.MAX_UNPAID_ORDERS:
            form.add_error(None, _("You have too many unpaid orders. Please pay one, or try again later."))
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.TOO_MANY_REQUESTS)
        order = form.save(commit=False)
        order.token, order.user, order.network = UUID(self.cart.token), user, network
        try:
            order.place(self.cart_lines)
        except OutOfStockError as error:
            messages.error(
                self.request,
                _("There is too little of “%(name)s”. Please change the quantity.") % {"name": error.product.name},
            )
            return redirect("cart:detail")
        except IntegrityError:  # A request at the same time has placed it.
            order = get_object_or_404(Order, token=self.cart.token)
        else:
            self.send_confirmation(order)
        self.cart.clear()
        return redirect(order)

    def send_confirmation(self, order: Order) -> None:
        url = self.request.build_absolute_uri(order.get_absolute_url())
        subject = _("Your order %(order)s") % {"order": order}
        text = render_to_string("orders/order_email.txt", {"order": order, "url": url})
        send_mail(subject, text, None, [order.email])


# Browsers apply form-action to redirects, too, and paying is a form that redirects to the provider.
@method_decorator([never_cache, csp_update({"form-action": settings.PAYMENT_ORIGIN or None})], name="dispatch")
class OrderDetailView(DetailView[Order]):
    queryset = Order.objects.prefetch_related("lines")
    slug_field = slug_url_kwarg = "token"
    extra_context = {"can_pay_online": bool(settings.PAYMENT_PROVIDER)}


class OrderListView(LoginRequiredMixin, ListView[Order]):
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Order]:
        return Order.objects.filter(user=self.request.user.pk)


@require_POST
def cancel(request: HttpRequest, token: UUID) -> HttpResponse:
    order = get_object_or_404(Order, token=token)
    try:
        order.change_status(Status.CANCELLED)
        messages.success(request, _("The order has been cancelled."))
    except TransitionError:
        messages.error(request, _("The order can no longer be cancelled."))
    return redirect(order)
