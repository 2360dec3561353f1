import json
import uuid
from typing import Any
from unittest import mock

from django.test import Client, TestCase, override_settings
from django.urls import reverse

from orders.models import Order, Status
from payments.fake import FakeProvider, sign
from payments.models import Payment
from payments.providers import ProviderError


class PaymentTests(TestCase):
    def setUp(self) -> None:
        self.order = Order.objects.create(email="ada@example.org", total=37)

    def start(self) -> Any:
        return self.client.post(reverse("payments:start", args=[self.order.token]))

    def send(self, reference: object, *, succeeded: bool = True) -> int:
        body = json.dumps({"reference": str(reference), "succeeded": succeeded}).encode()
        return self.send_signed(body, sign(body))

    def send_signed(self, body: bytes, signature: str) -> int:
        client, headers = Client(enforce_csrf_checks=True), {"Webhook-Signature": signature}
        url = reverse("payments:webhook")
        return client.post(url, body, content_type="application/json", headers=headers).status_code

    def assert_status(self, status: Status, payment: Payment, payment_status: Payment.Status) -> None:
        self.order.refresh_from_db()
        payment.refresh_from_db()
        self.assertEqual((self.order.status, payment.status), (status, payment_status))

    def test_an_order_is_paid_on_the_page_of_the_provider(self) -> None:
        for button, status in {"decline": Status.PENDING, "pay": Status.PAID}.items():
            checkout = self.start().headers["Location"]
            self.assertContains(self.client.get(checkout), "€37.00")
            response = self.client.post(checkout, {button: ""}, follow=True)
            self.assertContains(response, status.label)

    def test_to_return_does_not_pay(self) -> None:
        response = self.client.get(reverse("payments:return", args=[self.order.token]), follow=True)
        self.assertContains(response, "Awaiting payment")

    def test_an_order_can_be_paid_or_cancelled_after_the_provider_failed(self) -> None:
        with mock.patch.object(FakeProvider, "start", side_effect=ProviderError), self.assertLogs("payments"):
            self.assertRedirects(self.start(), self.order.get_absolute_url())
        self.assertEqual(Payment.objects.get().status, Payment.Status.FAILED)
        self.assertIn("/payments/fake/", self.start().headers["Location"])
        response = self.client.post(reverse("orders:cancel", args=[self.order.token]), follow=True)
        self.assertContains(response, "The order has been cancelled.")

    def test_repeated_events_change_an_order_once(self) -> None:
        payment = Payment.objects.create(order=self.order)
        self.send(payment, succeeded=False)
        self.send(payment)
        self.order.change_status(Status.SHIPPED)
        for succeeded in (True, False):
            self.assertEqual(self.send(payment, succeeded=succeeded), 204)
        self.assert_status(Status.SHIPPED, payment, Payment.Status.SUCCEEDED)

    def test_a_payment_of_a_cancelled_order_is_to_be_refunded(self) -> None:
        payment = Payment.objects.create(order=self.order)
        self.order.change_status(Status.CANCELLED)
        with self.assertLogs("payments", "ERROR"):
            self.send(payment)
        self.assert_status(Status.CANCELLED, payment, Payment.Status.REFUND_DUE)

    def test_events_need_a_signature_and_a_known_payment(self) -> None:
        payment = Payment.objects.create(order=self.order)
        self.assertEqual(self.send(uuid.uuid4()), 404)
        body = json.dumps({"reference": str(payment), "succeeded": True}).encode()
        for signature in ("", "forged", sign(b"")):
            with self.assertLogs("payments", "WARNING"):
                self.assertEqual(self.send_signed(body, signature), 400)
        self.assert_status(Status.PENDING, payment, Payment.Status.STARTED)

    def test_attempts_to_pay_an_order_are_limited(self) -> None:
        for _time in range(12):
            self.start()
        self.assertEqual(Payment.objects.count(), 10)

    @override_settings(PAYMENT_PROVIDER="")
    def test_without_a_provider_nobody_pays_online(self) -> None:
        self.assertEqual((self.start().status_code, self.send(uuid.uuid4())), (404, 404))
