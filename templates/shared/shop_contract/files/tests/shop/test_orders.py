"""An order, for whoever has placed it."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client

from people.visitor import Visitor
from shop.buyer import ADDRESS, Buyer, token_of


@pytest.fixture
def guest(http: Client) -> Buyer:
    """Somebody who has not logged in."""
    return Buyer(Client(http.application))


def test_a_guest_s_order_is_open_to_whoever_has_its_link(
    guest: Buyer, http: Client, shelve: Callable[..., str]
) -> None:
    first, second = guest.buy(shelve()), guest.buy(shelve())

    assert len(first.split("/")[3]) == 43
    assert first != second
    assert http.get(first).status_code == 200
    assert http.get(f"{first[:-2]}x/").status_code == 404


def test_somebody_s_order_is_theirs_alone(
    known: Callable[..., Visitor], visitor: Callable[..., Visitor], shelve: Callable[..., str]
) -> None:
    ada = known()
    order = Buyer(ada.client).buy(shelve())

    assert ada.open(order).status_code == 200
    assert known(email="eve@example.org").open(order).status_code == 404
    assert visitor().open(order, follow=False).location.split("?")[0].endswith("/accounts/login/")
    assert known("staff", email="staff@example.org").open(order).status_code == 200


def test_a_list_has_my_orders_and_nobody_else_s(
    known: Callable[..., Visitor], guest: Buyer, shelve: Callable[..., str], queries: Callable[..., int]
) -> None:
    ada, eve = known(), known(email="eve@example.org")
    mine = Buyer(ada.client).buy(shelve())
    Buyer(eve.client).buy(shelve())
    guest.buy(shelve())

    page = ada.open("/shop/orders/").text

    assert page.count('href="/shop/orders/') == 1
    assert f'href="{mine}"' in page
    once = queries(lambda: ada.open("/shop/orders/"))
    Buyer(ada.client).buy(shelve())
    ada.open("/shop/orders/")
    assert queries(lambda: ada.open("/shop/orders/")) == once
    assert "You have not ordered anything yet." in known(email="bob@example.org").open("/shop/orders/").text


def test_an_order_is_paid_once_and_its_buyer_told_by_mail(
    guest: Buyer, shelve: Callable[..., str], outbox: list[Any]
) -> None:
    order = guest.buy(shelve(name="Tea", price="4.50"))
    page = guest.open(order)

    assert "Your order is paid." in guest.press(order, "pay/").text
    guest.send(page, "pay/")

    (message,) = outbox
    assert message.to == [ADDRESS["email"]]
    assert f"http://localhost{order}" in message.body
    assert "1 × Tea: 4.50 EUR" in message.body
    assert "This order is paid already." in guest.open(order).text
    assert "pay/" not in guest.open(order).text


def test_the_payment_holds_where_no_mail_leaves(
    guest: Buyer, shelve: Callable[..., str], mail_server_is_down: None
) -> None:
    assert "Your order is paid." in guest.press(guest.buy(shelve()), "pay/").text


def test_a_declined_payment_can_be_tried_again(guest: Buyer, shelve: Callable[..., str], outbox: list[Any]) -> None:
    order = guest.buy(shelve(price="4.01"))

    for _ in range(2):
        page = guest.press(order, "pay/")
        assert "The payment was declined, and nothing was taken." in page.text
        assert "<strong>pending</strong>" in page.text
    assert not outbox


def test_a_provider_that_does_not_answer_takes_nothing(
    guest: Buyer, shelve: Callable[..., str], provider_is_down: None
) -> None:
    assert "nothing was taken" in guest.press(guest.buy(shelve()), "pay/").text


def test_a_provider_that_fails_may_have_taken_something(guest: Buyer, shelve: Callable[..., str]) -> None:
    order = guest.buy(shelve(price="4.03"))

    assert "We do not know whether your payment was made." in guest.press(order, "pay/").text
    assert "This order is being paid already." in guest.press(order, "pay/").text
    assert "<strong>pending</strong>" in guest.open(order).text


def test_while_a_payment_is_on_its_way_there_is_no_other_and_no_way_back(
    guest: Buyer, shelve: Callable[..., str], stock: Callable[[str], int]
) -> None:
    tea = shelve(price="4.02", stock=5)
    order = guest.buy(tea)
    assert "Your payment is on its way." in guest.press(order, "pay/").text

    assert "This order is being paid already." in guest.press(order, "pay/").text
    assert "This order cannot be cancelled here any more." in guest.press(order, "cancel/").text
    assert stock(tea) == 4


def test_what_is_cancelled_goes_back_on_the_shelf_once(
    guest: Buyer, shelve: Callable[..., str], stock: Callable[[str], int]
) -> None:
    tea = shelve(stock=5)
    order = guest.buy(tea, 3)
    page = guest.open(order)

    assert "Your order is cancelled." in guest.press(order, "cancel/").text
    guest.send(page, "cancel/")

    assert stock(tea) == 5
    assert "This order cannot be cancelled here any more." in guest.open(order).text


def test_without_a_provider_an_order_waits_for_staff(
    shop_with: Callable[..., Client], shelve: Callable[..., str]
) -> None:
    buyer = Buyer(shop_with(PAYMENT_PROVIDER="none"))
    order = buyer.buy(shelve())
    page = buyer.open(order)

    assert "We write to you how to pay." in page.text
    referer = {"Referer": page.request.url}
    forged = buyer.client.post(f"{order}pay/", data=token_of(page.text), headers=referer)
    assert forged.status_code == 404
