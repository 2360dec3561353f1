"""Messages of the payment provider."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from app.shop.payments import signature
from people.visitor import Visitor
from shop.buyer import Buyer
from test_contract import written_log

SECRET = "a-secret-of-the-provider-and-the-shop"
WEBHOOK = "/shop/webhook/"


@pytest.fixture
def buyer(shop_with: Callable[..., Client]) -> Buyer:
    """A guest in a shop that takes messages."""
    return Buyer(shop_with(PAYMENT_WEBHOOK_SECRET=SECRET))


@pytest.fixture
def waiting(buyer: Buyer, shelve: Callable[..., str], reference: Callable[[], str]) -> dict[str, Any]:
    """An order whose payment is on its way, as the provider's message would name it, and its path."""
    order = buyer.buy(shelve(price="4.02"))
    buyer.press(order, "pay/")
    return {"order": order, "reference": reference(), "amount": "4.02"}


def tell(
    buyer: Buyer, message: object, *, secret: str = SECRET, ago: int = 0, header: str | None = None
) -> TestResponse:
    """The answer to a message of the provider."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    signed = signature(body, secret, int(time.time()) - ago) if header is None else header
    return buyer.client.post(WEBHOOK, data=body, headers={"Webhook-Signature": signed})


def message(waiting: dict[str, Any], **other: Any) -> dict[str, Any]:
    """That the payment has come."""
    return {"reference": waiting["reference"], "amount": waiting["amount"], "is_paid": True} | other


def test_a_message_pays_the_order_once_however_often_it_comes(
    buyer: Buyer, waiting: dict[str, Any], outbox: list[Any]
) -> None:
    for _ in range(3):
        answer = tell(buyer, message(waiting))
        assert answer.status_code == 200
        assert answer.json == {"state": "paid"}

    assert "<strong>paid</strong>" in buyer.open(waiting["order"]).text
    assert len(outbox) == 1
    assert tell(buyer, message(waiting, is_paid=False)).json == {"state": "paid"}


def test_after_a_message_that_nothing_was_paid_it_can_be_tried_again(
    buyer: Buyer, waiting: dict[str, Any], outbox: list[Any]
) -> None:
    assert tell(buyer, message(waiting, is_paid=False)).json == {"state": "declined"}

    assert "Your payment is on its way." in buyer.press(waiting["order"], "pay/").text
    assert not outbox


@pytest.mark.parametrize(
    "told",
    [
        {"secret": "another-secret"},
        {"ago": 400},
        {"ago": -400},
        {"header": ""},
        {"header": "t=1,v1=0"},
        {"header": "v1=0"},
        {"header": "t=99999999999999999999,v1=0"},
    ],
    ids=["another secret", "old", "of tomorrow", "none", "wrong", "no time", "no such time"],
)
def test_a_message_that_is_not_signed_is_refused(buyer: Buyer, waiting: dict[str, Any], told: dict[str, Any]) -> None:
    assert tell(buyer, message(waiting), **told).status_code == 403
    assert "<strong>pending</strong>" in buyer.open(waiting["order"]).text


def test_a_signature_is_good_for_one_message_alone(buyer: Buyer, waiting: dict[str, Any]) -> None:
    other = signature(b"another", SECRET, int(time.time()))

    assert tell(buyer, message(waiting), header=other).status_code == 403


def test_without_a_secret_no_message_is_taken(http: Client) -> None:
    assert tell(Buyer(http), {}, secret="").status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"reference": 1, "amount": "x", "is_paid": true}'])
def test_a_message_that_makes_no_sense_is_refused(buyer: Buyer, body: bytes) -> None:
    assert tell(buyer, body).status_code == 400


def test_a_message_about_no_payment_of_ours_is_refused(buyer: Buyer, waiting: dict[str, Any]) -> None:
    for other in ({"reference": "another"}, {"reference": "a\x00"}, {"amount": "4.03"}):
        assert tell(buyer, message(waiting, **other)).status_code == 404
    assert "<strong>pending</strong>" in buyer.open(waiting["order"]).text


def test_a_payment_for_what_was_cancelled_is_kept_and_told_to_the_log(
    buyer: Buyer, waiting: dict[str, Any], known: Callable[..., Visitor], outbox: list[Any]
) -> None:
    staff = Buyer(known("staff", email="staff@example.org").client)
    outbox.clear()
    number = buyer.open(waiting["order"]).text.split("Order ")[1].split(" ")[0]
    staff.press(f"/shop/sales/{number}/", "move/", state="cancelled")

    with written_log() as log:
        assert tell(buyer, message(waiting)).json == {"state": "paid"}

    assert "paid, although the order was not waiting for it" in log.getvalue()
    assert "<strong>cancelled</strong>" in buyer.open(waiting["order"]).text
    assert "4.02 EUR paid" in staff.open(f"/shop/sales/{number}/").text
    assert not outbox
