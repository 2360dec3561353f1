"""The story of a shop: a guest buys and pays, somebody with an account too, staff ship; the last piece is sold once."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from tests.projects.installed import proven, run, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated

PASSWORD = "demo-password-for-everybody"
SECRET = "a-secret-of-the-provider-and-the-shop"
ADDRESS = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "street": "12 St James's Square",
    "postcode": "SW1Y 4JH",
    "city": "London",
    "country": "United Kingdom",
}


CHECKOUT = {name: value for name, value in ADDRESS.items() if name != "country"}


def products(person: WebClient) -> list[str]:
    """The paths of the products in the shop, those first of which there are fewest."""
    paths = re.findall(r'href="(/shop/products/[^"]+)"', person.open("/shop/").text)
    return sorted(paths, key=lambda path: stock(person, path))


def buy(person: WebClient, product: str, quantity: int = 1) -> str:
    """The path of a new order."""
    person.submit(product, {"quantity": str(quantity)}, to="/add/")
    answer = person.submit("/shop/checkout/", ADDRESS)
    assert "Thank you for your order." in answer.text
    return str(urlsplit(answer.url).path)


def pay(person: WebClient, order: str) -> None:
    """Pay an order, with the fake provider's help."""
    assert "Your order is paid." in person.submit(order, to="/pay/").text


def stock(person: WebClient, product: str) -> int:
    """How many of a product are left, none of more than 99."""
    found = re.search(r'name="quantity"[^>]* max="(\d+)"', person.open(product).text)
    return int(found[1]) if found else 0


def order_at_once(people: list[WebClient]) -> list[str]:
    """Where the checkouts of several people lead to, sent at the same moment."""
    sending = []
    for person in people:
        page = person.open("/shop/checkout/")
        hidden = re.findall(r'name="(csrf\w*|total)"[^>]* value="([^"]*)"', page.text)
        headers = {"Referer": page.url}
        sending.append(partial(person.session.post, page.url, dict(hidden) | ADDRESS, headers=headers, timeout=30))
    with ThreadPoolExecutor(len(people)) as threads:
        answers = list(threads.map(lambda send: send(), sending))
    assert {answer.status_code for answer in answers} == {200}
    return [str(urlsplit(answer.url).path) for answer in answers]


def tell(address: str, message: dict[str, object], secret: str = SECRET) -> requests.Response:
    """The answer to a message of the payment provider, signed as the README's way to it says."""
    body, at = json.dumps(message).encode(), int(time.time())
    proof = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Webhook-Signature": f"t={at},v1={proof}"}
    return requests.post(urljoin(address, "/shop/webhook/"), data=body, headers=headers, timeout=30)


@pytest.mark.parametrize("framework", ["flask"])
def test_goods_are_bought_paid_and_shipped_and_the_last_piece_is_sold_once(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="ecommerce", security="elevated")
    with serving(project, surroundings, "dev", PAYMENT_WEBHOOK_SECRET=SECRET) as address:
        guest, member, staff = WebClient(address), WebClient(address), WebClient(address)
        member.log_in("member@example.org", PASSWORD)
        staff.log_in("staff@example.org", PASSWORD)
        first, second, *_ = products(guest)

        before = stock(guest, first)
        order = buy(guest, first, 2)
        pay(guest, order)
        assert stock(guest, first) == before - 2
        assert "<strong>paid</strong>" in WebClient(address).open(order).text

        mine = buy(member, second)
        assert mine in member.open("/shop/orders/").text
        assert "/accounts/login/" in guest.open(mine).url
        pay(member, mine)

        sale = re.findall(r'href="(/shop/sales/\d+/)"', staff.open("/shop/sales/?state=paid").text)[0]
        member.open(sale, status=403)
        for state in ("shipped", "delivered"):
            assert f"is {state}." in staff.submit(sale, {"state": state}, to="/move/").text
        assert "<strong>delivered</strong>" in member.open(mine).text

        given_back = buy(guest, second)
        left = stock(guest, second)
        assert "Your order is cancelled." in guest.submit(given_back, to="/cancel/").text
        assert stock(guest, second) == left + 1

        buy(guest, first, stock(guest, first) - 1)
        rivals = [WebClient(address), WebClient(address)]
        for rival in rivals:
            rival.submit(first, {"quantity": "1"}, to="/add/")
        led_to = order_at_once(rivals)
        assert sorted(path.split("/")[2] for path in led_to) == ["basket", "orders"]
        assert "Sold out" in guest.open(first).text

        unknown = {"reference": "unknown", "amount": "1.00", "is_paid": True}
        assert tell(address, unknown, "another-secret").status_code == 403
        assert tell(address, unknown).status_code == 404
    assert "Subject: " in (project.parent / "dev.log").read_text(encoding="utf-8")
    assert "Cancelled: 0." in run(project, surroundings, "uv", "run", "poe", "expire")


def test_products_are_found_bought_paid_and_shipped(tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = proven(tmp_path, surroundings, framework="django", kind="ecommerce", security="elevated")
    with serving(project, surroundings, "dev") as address:
        guest, member, staff = WebClient(address), WebClient(address), WebClient(address)
        member.log_in("member@example.org", PASSWORD)
        staff.log_in("staff@example.org", PASSWORD)

        home = guest.open("/").text
        assert "Halm desk lamp" in home
        assert "/health/" not in home
        found = guest.open("/products/?category=furniture&q=oak&sort=price").text
        assert found.index("Tarn stool") < found.index("Rigg wall shelf")
        assert "Ghyll mug" not in found
        guest.submit("/products/tarn-stool/", {"quantity": "2"}, to="/add/")
        assert "€240.00" in guest.open("/cart/").text
        order = str(urlsplit(guest.submit("/orders/checkout/", CHECKOUT).url).path)
        assert "13 in stock" in guest.open("/products/tarn-stool/").text
        checkout = guest.submit(order, to="/start/").url
        assert ">Awaiting payment<" in guest.submit(checkout, lambda _page: {"decline": ""}).text
        checkout = guest.submit(order, to="/start/").url
        assert "Your payment has arrived." in guest.submit(checkout, lambda _page: {"pay": ""}).text

        member.submit("/products/ghyll-mug/", {"quantity": "1"}, to="/add/")
        mine = str(urlsplit(member.submit("/orders/checkout/", CHECKOUT).url).path)
        assert mine in member.open("/orders/").text
        assert order not in member.open("/orders/").text
        assert "has been cancelled" in member.submit(mine, to="/cancel/").text

        orders = staff.open("/admin/orders/order/?status=paid").text
        (number, *_) = re.findall(r"/admin/orders/order/(\d+)/", orders)
        shipping = {"action": "mark_as_shipped", "_selected_action": number}
        assert "Changed 1 of 1 orders." in staff.submit("/admin/orders/order/", shipping).text
        assert ">Shipped<" in guest.open(order).text
        member.open("/admin/", status=403)
    log = (project.parent / "dev.log").read_text(encoding="utf-8")
    assert "Subject: Your order" in log
    assert order in log
    assert "Cancelled 0 orders." in run(project, surroundings, "uv", "run", "poe", "expire")
