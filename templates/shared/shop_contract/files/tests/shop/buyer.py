"""Somebody with a browser who buys."""

from urllib.parse import urljoin, urlsplit

from werkzeug.test import Client, TestResponse

from people.visitor import Form, forms

ADDRESS = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "street": "12 St James's Square",
    "postcode": "SW1Y 4JH",
    "city": "London",
    "country": "United Kingdom",
}
BASKET = "/shop/basket/"
CHECKOUT = "/shop/checkout/"
MOST_HOPS = 5


class Buyer:
    """A browser in the shop."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, path: str) -> TestResponse:
        """The page at a path, after redirects."""
        answer = self.client.get(path)
        for _ in range(MOST_HOPS):
            if answer.location:
                answer = self.client.get(_local(urljoin(answer.request.url, answer.location)))
        return answer

    def send(self, page: TestResponse, to: str, **values: str) -> TestResponse:
        """The answer to the form of a page that goes `to` a path, with other values in it; no redirect is followed."""
        form = form_of(page, to)
        headers = {"Referer": page.request.url}
        path = _local(urljoin(page.request.url, form.action))
        return self.client.post(path, data=form.values | values, headers=headers)

    def press(self, path: str, to: str, **values: str) -> TestResponse:
        """The page that comes after the form of the page at a path."""
        answer = self.send(self.open(path), to, **values)
        assert answer.status_code == 302, answer.text
        return self.open(_local(urljoin(answer.request.url, answer.location)))

    def put(self, sku: str, quantity: int = 1) -> TestResponse:
        """The basket, with so many more of a product in it."""
        return self.press(f"/shop/products/{sku}/", "add/", quantity=str(quantity))

    def check_out(self, **other: str) -> TestResponse:
        """The answer to the form of the checkout."""
        return self.send(self.open(CHECKOUT), "", **ADDRESS | other)

    def buy(self, sku: str, quantity: int = 1) -> str:
        """The path of a new order."""
        self.put(sku, quantity)
        answer = self.check_out()
        assert answer.status_code == 302, answer.text
        path = _local(answer.location)
        assert path.startswith("/shop/orders/"), path
        return path

    def copy(self) -> "Buyer":
        """Another window of this browser."""
        window = Client(self.client.application)
        window._cookies = dict(self.client._cookies or {})
        return Buyer(window)


def form_of(page: TestResponse, to: str) -> Form:
    """The form of a page that goes to a path with this end."""
    found = [form for form in forms(page.text) if form.method == "post" and form.action.endswith(to)]
    assert found, f"{page.request.path} has no form to {to}:\n{page.text}"
    return found[0]


def token_of(page: str) -> dict[str, str]:
    """The token of the last form of a page, under its name."""
    return {name: value for name, value in forms(page)[-1].values.items() if name.startswith("csrf")}


def _local(target: str) -> str:
    parts = urlsplit(target)
    return parts.path + (f"?{parts.query}" if parts.query else "")
