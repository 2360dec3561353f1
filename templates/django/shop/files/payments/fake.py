"""A payment provider for development and tests. Its checkout page is part of this site."""

import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from payments.models import Payment
from payments.providers import Event, ProviderError
from payments.views import handle_event


def sign(body: bytes) -> str:
    return salted_hmac("payments.fake", body, algorithm="sha256").hexdigest()


class FakeProvider:
    def start(self, payment: Payment, return_url: str) -> str:
        return reverse("payments:fake", args=[payment.reference])

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        if not constant_time_compare(headers.get("Webhook-Signature", ""), sign(body)):
            raise ProviderError("The signature of the event is wrong.")
        return Event(**json.loads(body))


def checkout(request: HttpRequest, reference: str) -> HttpResponse:
    payment = get_object_or_404(Payment, reference=reference)
    if request.method == "POST":
        handle_event(Event(reference, succeeded="pay" in request.POST))
        return redirect("payments:return", payment.order.token)
    return render(request, "payments/fake.html", {"payment": payment})


urlpatterns = [path("fake/<uuid:reference>/", checkout, name="fake")]
