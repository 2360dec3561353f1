"""The shop sells what there is, once, whatever staff, payment providers and forms do."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.projects.claims.browser import DEMO_PASSWORD
from tests.projects.claims.sites import Site
from tests.projects.installed import SECRET
from tests.projects.story import WebClient, forms

pytestmark = [pytest.mark.generated, pytest.mark.xdist_group("django-shop")]

ADDRESS = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "street": "12 St James's Square",
    "postcode": "SW1Y 4JH",
    "city": "London",
}
MUG = "/products/ghyll-mug/"
NO_AMOUNTS = ("sNaN", "NaN", "-NaN", "Infinity", "-1", "0", "1e999999", "9" * 5000, "much", "")
DEVELOPMENT = {"APP_ENV": "development", "TRUSTED_PROXY_COUNT": "1", "SECRET_KEY": SECRET, "WEB_CONCURRENCY": "2"}


@pytest.fixture(scope="module")
def address(site: Callable[[str, str], Site], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the shop with its demo data."""
    with site("django", "shop").seeded(tmp_path_factory.mktemp("shop"), **DEVELOPMENT) as served:
        yield served


def guest_from(address: str, client: str) -> WebClient:
    """Return a guest whose network address is that of a client, as the proxy says."""
    guest = WebClient(address)
    guest.session.headers["X-Forwarded-For"] = client
    return guest


def stock_of(address: str, product: str = MUG) -> int:
    found = re.search(r"(\d+) in stock", WebClient(address).open(product).text)
    return int(found[1]) if found else 0


def add(buyer: WebClient, quantity: int = 1, product: str = MUG) -> None:
    buyer.submit(product, {"quantity": quantity}, to="/add/")


def buy(buyer: WebClient, quantity: int = 1) -> str:
    """Place an order; return its path."""
    add(buyer, quantity)
    path = str(urlsplit(buyer.submit("/orders/checkout/", ADDRESS).url).path)
    assert re.fullmatch(r"/orders/[0-9a-f-]{36}/", path)
    return path


def log_in_to_admin(address: str) -> WebClient:
    staff = WebClient(address)
    staff.log_in("staff@example.org", DEMO_PASSWORD)
    return staff


def change_page(staff: WebClient, list_path: str, name: str) -> str:
    """Return the path of the page of the admin that changes a record."""
    found = re.search(rf'href="({list_path}\d+/change/)[^"]*">{name}<', staff.open(list_path).text)
    assert found
    return found[1]


def values_of(page: str, field: str) -> dict[str, object]:
    """Return the values of the form that has a field."""
    values: dict[str, object] = next(form["values"] for form in forms(page) if field in form["values"])
    return values


def prepare(buyer: WebClient) -> Callable[[], requests.Response]:
    """Return a function that sends the checkout form, which is open already."""
    page = buyer.open("/orders/checkout/")
    values = {**values_of(page.text, "street"), **ADDRESS}
    return partial(buyer.session.post, page.url, values, headers={"Referer": page.url}, timeout=60)


def send_at_once(requests_: Sequence[Callable[[], requests.Response]]) -> list[str]:
    """Return the paths that requests sent at the same moment lead to."""
    with ThreadPoolExecutor(len(requests_)) as threads:
        answers = list(threads.map(lambda send: send(), requests_))
    assert {answer.status_code for answer in answers} == {200}
    return [urlsplit(answer.url).path for answer in answers]


def assert_no_oversell(address: str) -> None:
    """Check that ten buyers at the same time get what there is of a product of which there are four."""
    product = "/products/fell-pendant/"
    left = stock_of(address, product)
    assert left
    buyers = [guest_from(address, f"203.0.113.{number}") for number in range(10)]
    for buyer in buyers:
        add(buyer, 1, product)
    led_to = send_at_once([prepare(buyer) for buyer in buyers])
    assert led_to.count("/cart/") == len(buyers) - left
    assert stock_of(address, product) == 0


def test_concurrent_buyers_get_no_more_than_there_is(address: str) -> None:
    assert_no_oversell(address)


def test_concurrent_buyers_get_no_more_than_there_is_on_postgresql(
    site: Callable[[str, str], Site], database: str
) -> None:
    shop = site("django", "shop")
    shop.run("uv", "sync", "--quiet", "--all-extras")
    with shop.in_development(**DEVELOPMENT | {"DATABASE_URL": database}) as address:
        assert_no_oversell(address)
        assert_one_order(address)
        assert_payment_or_cancellation(address)


def assert_one_order(address: str) -> None:
    """Check that a form sent five times at the same moment places one order."""
    buyer, before = guest_from(address, "203.0.113.20"), stock_of(address)
    add(buyer, 2)
    assert len({*send_at_once([prepare(buyer)] * 5)}) == 1
    assert stock_of(address) == before - 2


def test_a_double_click_places_one_order(address: str) -> None:
    assert_one_order(address)


def assert_payment_or_cancellation(address: str) -> None:
    """Check that an order that is paid and cancelled at the same moment is one of the two, and its stock fits."""
    buyer, before = guest_from(address, "203.0.113.21"), stock_of(address)
    order = buy(buyer, 3)
    pay_page = buyer.submit(order, to="/start/").url
    reference = pay_page.rstrip("/").rpartition("/")[2]
    page = buyer.open(order)
    cancel = next(form for form in forms(page.text) if form["action"].endswith("/cancel/"))
    cancelling = partial(
        buyer.session.post, address + cancel["action"], cancel["values"], headers={"Referer": page.url}, timeout=60
    )
    actions: list[Callable[[], object]] = [partial(send_event, address, reference), cancelling]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda act: act(), actions * 2))
    is_cancelled = ">Cancelled<" in buyer.open(order).text
    assert is_cancelled or ">Paid<" in buyer.open(order).text
    assert stock_of(address) == (before if is_cancelled else before - 3)


def test_an_order_that_is_paid_and_cancelled_at_once_has_one_outcome(address: str) -> None:
    assert_payment_or_cancellation(address)


def test_a_form_that_staff_opened_before_a_sale_keeps_the_sale(address: str) -> None:
    staff, before = log_in_to_admin(address), stock_of(address)
    page = staff.open(change_page(staff, "/admin/catalog/product/", "Ghyll mug"))
    values = values_of(page.text, "stock_change")
    buy(guest_from(address, "203.0.113.30"), 3)
    sent = {**values, "stock": before, "stock_change": 5}
    staff.session.post(page.url, sent, headers={"Referer": page.url}, timeout=30).raise_for_status()
    assert stock_of(address) == before - 3 + 5


def test_amounts_that_are_none_are_refused(address: str) -> None:
    buyer, staff, before = guest_from(address, "203.0.113.31"), log_in_to_admin(address), stock_of(address)
    product = change_page(staff, "/admin/catalog/product/", "Ghyll mug")
    for amount in NO_AMOUNTS:
        assert "Choose a quantity between 1 and 10." in buyer.submit(MUG, {"quantity": amount}, to="/add/").text
        assert "Please correct the error" in staff.submit(product, {"price": amount}).text
        if amount not in ("", "0"):
            wrong = str(10**9) if amount == "-1" else amount
            assert "Please correct the error" in staff.submit(product, {"stock_change": wrong}).text
    assert stock_of(address) == before


def test_a_network_has_five_unpaid_orders_at_most(address: str) -> None:
    guests = [guest_from(address, f"2001:db8:9:1::{number}") for number in range(6)]
    orders = [buy(guest) for guest in guests[:5]]
    before = stock_of(address)
    add(guests[5])
    refused = guests[5].submit("/orders/checkout/", ADDRESS, status=429)
    assert "too many unpaid orders" in refused.text
    guests[0].submit(orders[0], to="/cancel/")
    guests[5].submit("/orders/checkout/", ADDRESS, status=429)  # a cancelled order counts for a while
    assert stock_of(address) == before + 1
    buy(guest_from(address, "2001:db8:9:2::1"))
    guests[1].submit(guests[1].submit(orders[1], to="/start/").url, lambda _page: {"pay": ""})
    buy(guests[5])


def send_event(address: str, reference: str, *, succeeded: bool = True, secret: str = SECRET) -> int:
    """Send an event of the fake provider, signed as Django's `salted_hmac` does; return the status."""
    body = json.dumps({"reference": reference, "succeeded": succeeded}).encode()
    key = hashlib.sha256(b"payments.fake" + secret.encode()).digest()
    headers = {"Webhook-Signature": hmac.new(key, body, hashlib.sha256).hexdigest()}
    return requests.post(f"{address}/payments/webhook/", data=body, headers=headers, timeout=60).status_code


def test_events_of_the_provider_are_signed_and_count_once(address: str) -> None:
    buyer = guest_from(address, "203.0.113.40")
    order = buy(buyer)
    reference = buyer.submit(order, to="/start/").url.rstrip("/").rpartition("/")[2]
    assert send_event(address, reference, secret="another") == 400
    assert ">Awaiting payment<" in buyer.open(order).text
    assert send_event(address, "00000000-0000-4000-8000-000000000000") == 404
    assert send_event(address, reference, succeeded=False) == 204
    for _time in range(2):
        assert send_event(address, reference) == 204
    assert send_event(address, reference, succeeded=False) == 204
    assert ">Paid<" in buyer.open(order).text


FAILING = """
from payments import fake
from payments.fake import *

class FailingProvider(fake.FakeProvider):
    def start(self, payment, return_url):
        if payment.order.payments.count() == 1:
            raise ConnectionError
        return super().start(payment, return_url)
"""


def test_an_order_can_be_paid_after_the_provider_failed_without_notice(
    site: Callable[[str, str], Site], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop, folder = site("django", "shop"), tmp_path_factory.mktemp("failing")
    (folder / "failing.py").write_text(FAILING, encoding="utf-8")
    settings = {"PAYMENT_PROVIDER": "failing.FailingProvider", "PYTHONPATH": str(folder)}
    settings["PAYMENT_ORIGIN"] = "https://checkout.example"
    with shop.seeded(folder, **DEVELOPMENT | settings) as address:
        buyer, before = WebClient(address), stock_of(address)
        order = buy(buyer, 2)
        buyer.submit(order, to="/start/", status=500)
        opened = buyer.open(order)
        assert "form-action 'self' https://checkout.example;" in opened.headers["Content-Security-Policy"] + ";"
        assert "form-action 'self';" in buyer.open("/cart/").headers["Content-Security-Policy"] + ";"
        page = opened.text
        assert f'action="/payments{order.removeprefix("/orders")}start/"' in page
        assert buyer.submit(order, to="/cancel/").status_code == 200
        assert stock_of(address) == before


def test_unpaid_orders_expire(site: Callable[[str, str], Site], tmp_path: Path) -> None:
    shop, file = site("django", "shop"), tmp_path / "site.sqlite3"
    with shop.seeded(tmp_path, **DEVELOPMENT) as address:
        before = stock_of(address)
        order = buy(WebClient(address), 2)
        shop.run("uv", "run", "poe", "expire", APP_ENV="development", DATABASE_URL=f"sqlite:///{file}")
        assert stock_of(address) == before - 2
        with closing(sqlite3.connect(file, timeout=10)) as database, database:
            database.execute("UPDATE orders_order SET created_at = '2020-01-01 00:00:00' WHERE status = 'pending'")
        shop.run("uv", "run", "poe", "expire", APP_ENV="development", DATABASE_URL=f"sqlite:///{file}")
        assert stock_of(address) == before
        assert ">Cancelled<" in WebClient(address).open(order).text
