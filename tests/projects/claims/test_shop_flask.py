"""The shop sells what there is, whatever staff, payment providers and forms do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.projects.claims.browser import DEMO_PASSWORD
from tests.projects.claims.sites import Site
from tests.projects.story import APIClient, WebClient, forms

pytestmark = pytest.mark.generated

Served = Callable[[str], tuple[Site, str]]

ADDRESS = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "street": "12 St James's Square",
    "postcode": "SW1Y 4JH",
    "city": "London",
    "country": "United Kingdom",
}
ATTEMPTS = {"flask": "payment_attempts", "django": "shop_paymentattempt"}
ORDERS = {"flask": "orders", "django": "shop_order"}
PRODUCTS = {"flask": "product", "django": "shelf_product"}
LONG_AGO = "2020-01-01 00:00:00.000000"
STAFF = "staff@example.org"
NO_AMOUNTS = ("sNaN", "NaN", "-NaN", "Infinity", "-Infinity", "1e999999", "much", "")


def ask(site: Site, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Return the rows of a statement on the project's database."""
    with closing(sqlite3.connect(site.project / "app.sqlite3", timeout=10)) as database, database:
        return database.execute(statement, values).fetchall()


def shelve(site: Site, sku: str, stock: int, price: str = "4.50") -> int:
    """Set the stock and the price of one of the demo products; returns its number."""
    ((number,),) = ask(site, f"SELECT min(id) + ? FROM {PRODUCTS[site.framework]}", int(sku))
    ask(site, f"UPDATE {PRODUCTS[site.framework]} SET stock = ?, price = ? WHERE id = ?", stock, price, number)
    assert isinstance(number, int)
    return number


def stock_of(site: Site, product: int) -> object:
    """Return how many of a product are left."""
    return ask(site, f"SELECT stock FROM {PRODUCTS[site.framework]} WHERE id = ?", product)[0][0]


def fill_basket(site: Site, buyer: WebClient, product: int, quantity: int = 1) -> None:
    """Put so many of a product into the basket."""
    ((sku,),) = ask(site, f"SELECT sku FROM {PRODUCTS[site.framework]} WHERE id = ?", product)
    buyer.submit(f"/shop/products/{sku}/", {"quantity": quantity}, to="add/")


def check_out(site: Site, buyer: WebClient, product: int, quantity: int = 1) -> str:
    """Place an order; returns its path."""
    fill_basket(site, buyer, product, quantity)
    placed = buyer.submit("/shop/checkout/", ADDRESS)
    found = re.search(r"/shop/orders/[\w-]+/", placed.url)
    assert found, placed.text
    return found[0]


def buy(site: Site, address: str, product: int, quantity: int = 1) -> tuple[WebClient, str]:
    """Place an order as a guest; returns the guest and the path of the order."""
    guest = WebClient(address)
    return guest, check_out(site, guest, product, quantity)


def guest_from(address: str, client: str) -> WebClient:
    """Return a guest whose address on the network is that of a client, as the proxy tells it."""
    guest = WebClient(address)
    guest.session.headers["X-Forwarded-For"] = client
    return guest


def minutes_ago(minutes: int) -> str:
    """Return a moment as the database has it."""
    return f"{datetime.now(UTC) - timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S.%f}"


def age(site: Site, path: str, minutes: int) -> None:
    """Have an order be placed so many minutes ago."""
    statement = f"UPDATE {ORDERS[site.framework]} SET created_at = ? WHERE key = ?"
    ask(site, statement, minutes_ago(minutes), path.split("/")[3])


@pytest.fixture(scope="module")
def served(site: Callable[[str, str], Site]) -> Iterator[Callable[[str], tuple[Site, str]]]:
    """Return the shop of a framework with its demo data, and the address where it is served."""
    with ExitStack() as servers:
        ready: dict[str, tuple[Site, str]] = {}

        def find(framework: str) -> tuple[Site, str]:
            if framework not in ready:
                shop = site(framework, "shop")
                shop.run("uv", "run", "poe", "migrate", APP_ENV="development")
                shop.run("uv", "run", "poe", "seed", APP_ENV="development")
                ready[framework] = shop, servers.enter_context(shop.in_development(TRUSTED_PROXY_COUNT="1"))
            return ready[framework]

        yield find


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_a_total_that_is_no_amount_is_refused(framework: str, served: Served) -> None:
    site, address = served(framework)
    product = shelve(site, "0", 10)
    guest = WebClient(address)
    fill_basket(site, guest, product)
    for total in NO_AMOUNTS:
        guest.submit("/shop/checkout/", {**ADDRESS, "total": total}, status=422)
    assert stock_of(site, product) == 10


def strand_payment(site: Site, path: str) -> None:
    """Leave a payment as a server does that stops in the middle of it."""
    table = ATTEMPTS[site.framework]
    columns = ["order_id", "state", "amount", "created_at", *(["updated_at"] if site.framework == "flask" else [])]
    ((order,),) = ask(site, f"SELECT id FROM {ORDERS[site.framework]} WHERE key = ?", path.split("/")[3])
    values = [order, "started", "4.50", LONG_AGO, LONG_AGO][: len(columns)]
    ask(site, f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", *values)


def attempts_of(site: Site, path: str) -> list[tuple[object, ...]]:
    """Return the numbers and the states of the payments of an order."""
    statement = "SELECT a.id, a.state FROM {} a JOIN {} o ON a.order_id = o.id WHERE o.key = ?"
    return ask(site, statement.format(ATTEMPTS[site.framework], ORDERS[site.framework]), path.split("/")[3])


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_an_interrupted_payment_is_resumed(framework: str, served: Served) -> None:
    site, address = served(framework)
    guest, order = buy(site, address, shelve(site, "0", 10))
    strand_payment(site, order)
    assert "Your order is paid." in guest.submit(order, to="pay/").text


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_an_order_with_an_interrupted_payment_is_cancelled(framework: str, served: Served) -> None:
    site, address = served(framework)
    product = shelve(site, "0", 10)
    guest, order = buy(site, address, product)
    strand_payment(site, order)
    assert "Your order is cancelled." in guest.submit(order, to="cancel/").text
    assert stock_of(site, product) == 10


def save_opened(person: WebClient, page: requests.Response, values: Mapping[str, object], said: str) -> None:
    """Send the form of a page that was opened before; hold that the answer says so."""
    form = [form for form in forms(page.text) if form["method"] == "post"][-1]
    answer = person.session.post(page.url, {**form["values"], **values}, headers={"Referer": page.url}, timeout=30)
    assert answer.status_code == 200, answer.text
    assert said in answer.text


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_a_form_opened_before_a_sale_keeps_the_sale(framework: str, served: Served) -> None:
    site, address = served(framework)
    product = shelve(site, "0", 10)
    staff = WebClient(address)
    staff.log_in(STAFF, DEMO_PASSWORD)
    form = f"/products/{product}/edit/"
    opened = staff.open(form)
    buy(site, address, product, 3)
    save_opened(staff, opened, {}, "was saved.")
    assert stock_of(site, product) == 7
    staff.submit(form, {"stock": 12})
    assert stock_of(site, product) == 12
    opened = staff.open(form)
    buy(site, address, product, 2)
    save_opened(staff, opened, {"stock": 20}, "was saved.")
    assert stock_of(site, product) == 18


def assert_too_many(site: Site, buyer: WebClient, product: int) -> None:
    """Hold that an order is refused in plain words, and takes no stock."""
    left = stock_of(site, product)
    fill_basket(site, buyer, product)
    assert "5 unpaid orders" in buyer.submit("/shop/checkout/", ADDRESS, status=429).text
    assert stock_of(site, product) == left


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_a_network_has_five_unpaid_orders_at_most(framework: str, served: Served) -> None:
    site, address = served(framework)
    product = shelve(site, "0", 10)
    guests = [guest_from(address, f"2001:db8:9:1::{n}") for n in range(7)]
    orders = [check_out(site, guest, product) for guest in guests[:5]]
    assert_too_many(site, guests[5], product)
    check_out(site, guest_from(address, "2001:db8:9:2::1"), product)
    guests[0].submit(orders[0], to="cancel/")
    check_out(site, guests[5], product)
    assert_too_many(site, guests[6], product)
    guests[1].submit(orders[1], to="pay/")
    check_out(site, guests[6], product)
    assert "2001:db8" not in str(ask(site, f"SELECT * FROM {ORDERS[framework]}"))


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_an_account_has_five_unpaid_orders_at_most(framework: str, served: Served) -> None:
    site, address = served(framework)
    product = shelve(site, "0", 10)
    member = guest_from(address, "2001:db8:9:10::1")
    member.log_in("member@example.org", DEMO_PASSWORD)
    for n in range(5):
        member.session.headers["X-Forwarded-For"] = f"2001:db8:9:{n + 10}::1"
        check_out(site, member, product)
    member.session.headers["X-Forwarded-For"] = "2001:db8:9:15::1"
    assert_too_many(site, member, product)
    check_out(site, guest_from(address, "2001:db8:9:10::1"), product)


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_an_unpaid_order_returns_its_stock_after_half_an_hour(framework: str, served: Served) -> None:
    site, address = served(framework)
    product = shelve(site, "0", 3)
    guest, late = guest_from(address, "2001:db8:9:20::1"), guest_from(address, "2001:db8:9:21::1")
    fill_basket(site, late, product, 3)
    order = check_out(site, guest, product, 3)
    age(site, order, 29)
    assert "Sold out" in late.open("/shop/basket/").text
    age(site, order, 31)
    assert "Thank you for your order." in late.submit("/shop/checkout/", ADDRESS).text
    assert "<strong>cancelled</strong>" in guest.open(order).text
    assert stock_of(site, product) == 0


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_a_payment_whose_provider_fails_is_resumed_with_the_same_key(framework: str, served: Served) -> None:
    site, address = served(framework)
    guest, order = buy(site, address, shelve(site, "0", 10, price="4.03"))
    assert "We do not know whether your payment was made." in guest.submit(order, to="pay/").text
    assert "This order is being paid already." in guest.submit(order, to="pay/").text
    assert "RuntimeError" in site.log()
    ((number, state),) = attempts_of(site, order)
    assert state == "started"
    age(site, order, 40)
    ask(site, f"UPDATE {ATTEMPTS[framework]} SET created_at = ? WHERE id = ?", minutes_ago(39), number)
    guest.open("/shop/")
    assert "<strong>pending</strong>" in guest.open(order).text
    ask(site, f"UPDATE {ORDERS[framework]} SET total = '4.50' WHERE key = ?", order.split("/")[3])
    assert "Your order is paid." in guest.submit(order, to="pay/").text
    assert attempts_of(site, order) == [(number, "paid")]


@pytest.mark.parametrize("framework", [pytest.param("flask", marks=pytest.mark.xdist_group("flask-shop"))])
def test_the_api_keeps_the_sales_that_a_program_has_not_seen(framework: str, served: Served) -> None:
    site, address = served(framework)
    product = shelve(site, "0", 10)
    command = ("uv", "run", "poe", "-q", "token", "create", "stock", "--person", STAFF)
    (token,) = re.findall(r"tok_[\w-]+", site.run(*command, APP_ENV="development"))
    program, path = APIClient(address, token), f"/api/v1/products/{product}/"
    seen = program.ask("GET", path)
    record = {name: value for name, value in seen.items() if name not in {"id", "created_at", "updated_at"}}
    check_out(site, guest_from(address, "2001:db8:9:30::1"), product, 3)
    refused = 422 if framework == "flask" else 400
    program.ask("PUT", path, record, status=refused)
    program.ask("PATCH", path, {"stock": 20}, status=refused)
    assert stock_of(site, product) == 7
    assert program.ask("PATCH", path, {"description": "Oak."})["stock"] == 7
    assert program.ask("PUT", path, {**record, "stock": 7})["description"] == record["description"]
    assert program.ask("POST", "/api/v1/products/", {**record, "sku": "API-1", "stock": 4}, status=201)["stock"] == 4
