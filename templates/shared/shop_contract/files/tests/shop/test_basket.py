"""The basket, of guests and of those who have logged in."""

from collections.abc import Callable

import pytest
from werkzeug.test import Client

from people.visitor import Visitor
from shop.buyer import BASKET, Buyer


@pytest.fixture
def guest(http: Client) -> Buyer:
    """Somebody who has not logged in."""
    return Buyer(Client(http.application))


def test_what_is_put_into_the_basket_is_there_and_its_price_added_up(guest: Buyer, shelve: Callable[..., str]) -> None:
    tea, pot = shelve(name="Tea", price="4.50"), shelve(name="Pot", price="20.00")

    guest.put(tea, 2)
    guest.put(pot)
    page = guest.put(tea)

    assert "Tea is in your basket." in page.text
    assert "13.50 EUR" in page.text
    assert "Total 33.50 EUR" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_quantities_are_changed_and_products_taken_out(
    guest: Buyer, known: Callable[..., Visitor], shelve: Callable[..., str]
) -> None:
    tea = shelve(name="Tea", price="4.50")

    for buyer in (guest, Buyer(known().client)):
        buyer.put(tea)
        page = buyer.open(BASKET)
        assert "Total 18.00 EUR" in buyer.press(BASKET, "change/", quantity="4").text
        assert "Your basket is empty." in buyer.press(BASKET, "change/", quantity="0").text
        buyer.send(page, "change/", quantity="4")
        assert "Your basket is empty." in buyer.open(BASKET).text


@pytest.mark.parametrize("quantity", ["", "-1", "100", "two", "1.5"])
def test_a_quantity_is_a_number_within_reason(guest: Buyer, shelve: Callable[..., str], quantity: str) -> None:
    page = guest.open(f"/shop/products/{shelve()}/")

    assert guest.send(page, "add/", quantity=quantity).status_code == 400
    assert "Your basket is empty." in guest.open(BASKET).text


def test_what_does_not_exist_is_not_put_into_the_basket(guest: Buyer, shelve: Callable[..., str]) -> None:
    page = guest.open(f"/shop/products/{shelve()}/")

    for number in ("999999", "99999999999999999999", "tea", ""):
        assert guest.send(page, "add/", product=number).status_code == 404
    assert guest.send(page, "add/", quantity="0").status_code == 302
    assert "Your basket is empty." in guest.open(BASKET).text


def test_the_basket_has_its_limits(guest: Buyer, shelve: Callable[..., str]) -> None:
    first = shelve(name="Tea", price="1.00", stock=200)
    guest.put(first, 60)
    assert "Total 99.00 EUR" in guest.put(first, 60).text
    for _ in range(49):
        guest.put(shelve(price="1.00"))

    assert "There is no room for more than 50 products." in guest.put(shelve()).text
    assert "Total 148.00 EUR" in guest.open(BASKET).text


def test_a_product_that_is_gone_is_in_no_basket(
    guest: Buyer, known: Callable[..., Visitor], shelve: Callable[..., str], unshelve: Callable[[str], None]
) -> None:
    sku = shelve()
    member = Buyer(known().client)
    member.put(sku)
    guest.put(sku)

    unshelve(sku)

    assert "Your basket is empty." in guest.open(BASKET).text
    assert "Your basket is empty." in member.open(BASKET).text


def test_somebody_s_basket_is_the_same_in_every_browser(
    known: Callable[..., Visitor], visitor: Callable[..., Visitor], shelve: Callable[..., str]
) -> None:
    Buyer(known().client).put(shelve(name="Tea"), 2)
    elsewhere = visitor()
    elsewhere.log_in()

    assert "Tea" in elsewhere.open(BASKET).text
    assert "Tea" not in visitor().open(BASKET).text


def test_what_a_guest_has_chosen_joins_the_basket_at_the_log_in(
    known: Callable[..., Visitor], visitor: Callable[..., Visitor], shelve: Callable[..., str]
) -> None:
    tea = shelve(name="Tea", price="4.50")
    Buyer(known().client).put(tea)
    elsewhere = visitor()
    Buyer(elsewhere.client).put(tea, 2)
    Buyer(elsewhere.client).put(shelve(name="Pot", price="20.00"))

    elsewhere.log_in()

    for _ in range(2):
        assert "Total 33.50 EUR" in elsewhere.open(BASKET).text
    elsewhere.log_out()
    assert "Your basket is empty." in elsewhere.open(BASKET).text
