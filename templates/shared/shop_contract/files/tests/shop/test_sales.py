"""Orders, as staff see them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import Client

from app.shop.payments import FakeProvider
from app.shop.states import OrderState
from app.shop.unpaid import time_to_pay
from people.visitor import Visitor
from shop.buyer import ADDRESS, Buyer, token_of

SALES = "/shop/sales/"


@pytest.fixture
def staff(known: Callable[..., Visitor]) -> Buyer:
    """Somebody who ships what was ordered."""
    return Buyer(known("staff", email="staff@example.org").client)


@pytest.fixture
def order(http: Client, shelve: Callable[..., str]) -> str:
    """The page of an order, as staff see it."""
    buyer = Buyer(Client(http.application))
    page = buyer.open(buyer.buy(shelve(name="Tea", stock=5)))
    return f"{SALES}{page.text.split('Order ')[1].split(' ')[0]}/"


def test_staff_take_an_order_from_payment_to_delivery(staff: Buyer, order: str, outbox: list[Any]) -> None:
    outbox.clear()

    for state in ("paid", "shipped", "delivered"):
        assert f"is {state}." in staff.press(order, "move/", state=state).text

    assert [message.to for message in outbox] == [[ADDRESS["email"]]]
    assert 'name="state"' not in staff.open(order).text


RIGHT = {
    ("pending", "paid"),
    ("pending", "cancelled"),
    ("paid", "shipped"),
    ("paid", "cancelled"),
    ("shipped", "delivered"),
}
WRONG = [
    (source, target) for source in OrderState for target in (*OrderState, "eaten") if (source, target) not in RIGHT
]
WAYS = {
    "pending": [],
    "paid": ["paid"],
    "shipped": ["paid", "shipped"],
    "delivered": ["paid", "shipped", "delivered"],
    "cancelled": ["cancelled"],
}


@pytest.mark.parametrize(("source", "target"), WRONG)
def test_an_order_moves_along_the_arrows_alone(
    staff: Buyer, order: str, stock: Callable[[str], int], source: str, target: str
) -> None:
    page = staff.open(order)
    for state in WAYS[source]:
        staff.send(page, "move/", state=state)

    staff.send(page, "move/", state=target)

    assert f"<strong>{source}</strong>" in staff.open(order).text


def test_a_paid_order_that_is_cancelled_goes_back_on_the_shelf(
    staff: Buyer, order: str, stock: Callable[[str], int]
) -> None:
    sku = staff.open(order).text.split('Tea <span class="text-body-secondary">')[1].split("<")[0]
    assert stock(sku) == 4

    staff.press(order, "move/", state="paid")
    staff.press(order, "move/", state="cancelled")

    assert stock(sku) == 5


def test_orders_are_listed_by_state(
    staff: Buyer, order: str, http: Client, shelve: Callable[..., str], queries: Callable[..., int]
) -> None:
    assert f'href="{order}"' in staff.open(SALES).text
    assert f'href="{order}"' in staff.open(f"{SALES}?state=pending").text
    assert "There are no orders here." in staff.open(f"{SALES}?state=paid").text
    assert f'href="{order}"' in staff.open(f"{SALES}?state=nonsense").text
    assert staff.open(f"{SALES}99999999999999999999/").status_code == 404
    assert staff.open(f"{SALES}?page=99999999999999999999").status_code == 404
    once = queries(lambda: staff.open(SALES))
    Buyer(Client(http.application)).buy(shelve())
    assert queries(lambda: staff.open(SALES)) == once


def test_whoever_is_no_staff_moves_nothing(known: Callable[..., Visitor], staff: Buyer, order: str) -> None:
    page = staff.open(order)
    member = known("member")
    profile = member.open("/accounts/profile/").text

    assert member.client.post(f"{order}move/", data=token_of(profile) | {"state": "paid"}).status_code == 403
    assert "<strong>pending</strong>" in staff.open(order).text
    assert 'href="/shop/sales/"' in page.text
    assert 'href="/shop/sales/"' not in profile


def test_what_nobody_pays_for_is_cancelled_after_a_while(
    staff: Buyer,
    order: str,
    http: Client,
    shelve: Callable[..., str],
    stock: Callable[[str], int],
    run: Callable[[str], tuple[int, str]],
) -> None:
    tea = shelve(price="4.02", stock=5)
    buyer = Buyer(Client(http.application))
    waiting = buyer.buy(tea)
    buyer.press(waiting, "pay/")

    assert run("expire") == (0, "Cancelled: 0.\n")
    assert run("expire --hours 0") == (0, "Cancelled: 1.\n")

    assert "<strong>cancelled</strong>" in staff.open(order).text
    assert "<strong>pending</strong>" in buyer.open(waiting).text
    assert stock(tea) == 4


def test_a_product_is_for_sale_again_once_the_time_to_pay_for_an_order_is_over(
    order: str, http: Client, staff: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.shop.unpaid.TIME_TO_PAY", timedelta())

    Buyer(http).open("/shop/")

    assert "<strong>cancelled</strong>" in staff.open(order).text
    assert time_to_pay(None) > timedelta(hours=1) > timedelta(0) == time_to_pay(FakeProvider())
