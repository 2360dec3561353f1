"""From the basket to an order."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client

from app.shop import orders
from app.shop.unpaid import MOST_UNPAID
from people.visitor import EMAIL, Visitor
from shop.buyer import ADDRESS, BASKET, CHECKOUT, Buyer


@pytest.fixture
def guest(http: Client) -> Buyer:
    """Somebody who has not logged in."""
    return Buyer(Client(http.application))


def test_a_guest_orders_and_the_stock_is_taken(
    guest: Buyer, shelve: Callable[..., str], stock: Callable[[str], int]
) -> None:
    tea = shelve(name="Tea", price="4.50", stock=5)

    page = guest.open(guest.buy(tea, 2))

    assert "Thank you for your order." in page.text
    assert "2 × Tea" in page.text
    assert "9.00 EUR" in page.text
    assert "<strong>pending</strong>" in page.text
    assert ADDRESS["street"].replace("'", "&#39;") in page.text.replace("&#x27;", "&#39;")
    assert "no-store" in page.headers["Cache-Control"]
    assert stock(tea) == 3
    assert "Your basket is empty." in guest.open(BASKET).text


def test_somebody_who_has_logged_in_need_not_say_who_they_are(
    known: Callable[..., Visitor], shelve: Callable[..., str]
) -> None:
    buyer = Buyer(known().client)
    buyer.put(shelve())

    assert f'value="{EMAIL}"' in buyer.open(CHECKOUT).text
    buyer.check_out()
    assert "Your basket is empty." in buyer.open(BASKET).text


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("email", "nobody"), ("street", ""), ("postcode", "1" * 21), ("city", "a\x00b"), ("country", "")],
)
def test_what_is_wrong_in_the_form_is_told_beside_its_field(
    guest: Buyer, shelve: Callable[..., str], stock: Callable[[str], int], field: str, value: str
) -> None:
    tea = shelve(stock=5)
    guest.put(tea)

    answer = guest.check_out(**{field: value})

    assert answer.status_code == 422
    assert answer.text.count("is-invalid") == 1
    assert (
        "is-invalid"
        in answer.text.split(f'name="{field}"')[0].rsplit("<", 1)[1]
        + answer.text.split(f'name="{field}"')[1].split(">")[0]
    )
    assert stock(tea) == 5


def test_nothing_is_ordered_from_an_empty_basket(guest: Buyer) -> None:
    assert "Your basket is empty." in guest.open(CHECKOUT).text


def test_nothing_is_taken_where_one_of_the_products_is_sold_out_meanwhile(
    guest: Buyer, shelve: Callable[..., str], restock: Callable[..., None], stock: Callable[[str], int]
) -> None:
    tea, pot = shelve(stock=5), shelve(stock=1)
    guest.put(tea, 2)
    guest.put(pot)
    page = guest.open(CHECKOUT)
    restock(pot, stock=0)

    answer = guest.send(page, "", **ADDRESS)

    assert answer.location.endswith(BASKET)
    assert "Sold out." in guest.open(BASKET).text
    assert stock(tea) == 5
    assert "Take out what is not there" in guest.open(CHECKOUT).text


def test_nobody_pays_another_price_than_they_saw(
    guest: Buyer, shelve: Callable[..., str], restock: Callable[..., None], stock: Callable[[str], int]
) -> None:
    tea = shelve(price="4.50", stock=5)
    guest.put(tea)
    page = guest.open(CHECKOUT)
    restock(tea, price="9.00")

    for total in ({}, {"total": "1"}):
        answer = guest.send(page, "", **ADDRESS, **total)
        assert answer.location.endswith(BASKET)
        assert "Prices have changed meanwhile." in guest.open(BASKET).text
    for wrong in ("", "much", "sNaN", "Infinity"):
        assert guest.send(page, "", **ADDRESS, total=wrong).status_code == 422
    assert stock(tea) == 5


def test_nobody_pays_a_price_that_has_changed_at_the_last_moment(
    guest: Buyer, shelve: Callable[..., str], restock: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tea = shelve(price="4.50")
    guest.put(tea)
    place = orders.place

    def place_late(*given: Any) -> Any:
        restock(tea, price="9.00")
        return place(*given)

    monkeypatch.setattr(orders, "place", place_late)

    assert guest.check_out().location.endswith(BASKET)
    assert "Prices have changed meanwhile." in guest.open(BASKET).text


def test_an_order_keeps_its_names_and_prices(
    guest: Buyer, shelve: Callable[..., str], restock: Callable[..., None], unshelve: Callable[[str], None]
) -> None:
    tea = shelve(name="Tea", price="4.50")
    order = guest.buy(tea)
    restock(tea, price="9.00", name="Old tea")

    assert "1 × Tea" in guest.open(order).text
    assert "4.50 EUR" in guest.open(order).text
    unshelve(tea)
    assert "4.50 EUR" in guest.open(order).text


def test_a_form_that_is_sent_twice_is_one_order(
    guest: Buyer, shelve: Callable[..., str], stock: Callable[[str], int]
) -> None:
    tea = shelve(stock=5)
    guest.put(tea)
    page = guest.open(CHECKOUT)
    again = guest.copy()

    first, second = (window.send(page, "", **ADDRESS).location for window in (guest, again))

    assert stock(tea) == 4
    assert second in {first, BASKET, f"http://localhost{BASKET}"}


@pytest.mark.parametrize("has_account", [False, True])
def test_whoever_has_several_unpaid_orders_pays_or_cancels_one_before_the_next(
    guest: Buyer,
    known: Callable[..., Visitor],
    shelve: Callable[..., str],
    stock: Callable[[str], int],
    has_account: bool,
) -> None:
    tea = shelve(stock=20)
    buyer = Buyer(known().client) if has_account else guest
    orders = [buyer.buy(tea) for _ in range(MOST_UNPAID)]
    buyer.put(tea)

    answer = buyer.check_out()

    assert answer.status_code == 429
    assert "5 unpaid orders" in answer.text
    assert stock(tea) == 20 - MOST_UNPAID
    buyer.press(orders[0], "cancel/")
    assert buyer.check_out().status_code == 302
    buyer.press(orders[1], "pay/")
    buyer.buy(tea)
