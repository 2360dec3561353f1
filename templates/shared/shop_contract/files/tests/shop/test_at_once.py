"""Many who buy at once."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest
from werkzeug.test import Client

from people.visitor import Visitor
from shop.buyer import ADDRESS, BASKET, CHECKOUT, Buyer

AtOnce = Callable[[Sequence[Callable[[], Any]]], list[Any]]


@pytest.mark.parametrize(("pieces", "buyers"), [(1, 2), (3, 8)])
def test_no_piece_is_sold_twice(
    at_once: AtOnce,
    http: Client,
    shelve: Callable[..., str],
    stock: Callable[[str], int],
    pieces: int,
    buyers: int,
) -> None:
    tea, pot = shelve(stock=pieces), shelve(stock=100)
    sending = []
    for _ in range(buyers):
        buyer = Buyer(Client(http.application))
        buyer.put(tea)
        buyer.put(pot)
        sending.append(partial(buyer.send, buyer.open(CHECKOUT), "", **ADDRESS))

    answers = at_once(sending)

    assert [answer.status_code for answer in answers] == [302] * buyers
    led_to = [answer.location for answer in answers]
    assert sum("/shop/orders/" in location for location in led_to) == pieces
    assert sum(location.endswith(BASKET) for location in led_to) == buyers - pieces
    assert stock(tea) == 0
    assert stock(pot) == 100 - pieces


def test_a_form_that_is_sent_twice_at_once_is_one_order(
    at_once: AtOnce, http: Client, shelve: Callable[..., str], stock: Callable[[str], int]
) -> None:
    tea = shelve(stock=5)
    buyer = Buyer(Client(http.application))
    buyer.put(tea)
    page = buyer.open(CHECKOUT)

    answers = at_once([partial(buyer.copy().send, page, "", **ADDRESS) for _ in range(4)])

    assert len({answer.location for answer in answers if "/shop/orders/" in answer.location}) == 1
    assert stock(tea) == 4


def test_an_order_that_is_paid_twice_at_once_is_charged_once(
    at_once: AtOnce, http: Client, shelve: Callable[..., str], outbox: list[Any]
) -> None:
    buyer = Buyer(Client(http.application))
    page = buyer.open(buyer.buy(shelve()))

    answers = at_once([partial(buyer.copy().send, page, "pay/") for _ in range(4)])

    assert {answer.status_code for answer in answers} == {302}
    assert len(outbox) == 1


def test_a_basket_that_is_filled_in_several_windows_at_once_holds_what_was_put_into_it(
    at_once: AtOnce, known: Callable[..., Visitor], shelve: Callable[..., str]
) -> None:
    tea = shelve(name="Tea")
    buyer = Buyer(known().client)
    page = buyer.open(f"/shop/products/{tea}/")

    answers = at_once([partial(buyer.copy().send, page, "add/") for _ in range(4)])

    assert {answer.status_code for answer in answers} == {302}
    assert "Tea" in buyer.open(BASKET).text
