"""What the tests of the shop share."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import count
from threading import Barrier
from typing import Any, NoReturn

import pytest
from flask import Flask
from flask_mailman import EmailMessage
from sqlalchemy import select
from werkzeug.test import Client

from app.extensions import db
from app.models import Category, Product
from app.shop.models import Order, PaymentAttempt
from app.shop.payments import FakeProvider, ProviderDownError
from people.conftest import *  # noqa: F403 - people buy, and staff ship


@pytest.fixture
def shelve(app: Flask) -> Callable[..., str]:
    """A function that puts a product on the shelf, and gives its SKU."""
    numbers = count(1)

    def shelve(name: str = "Tea", price: str = "4.50", stock: int = 10, category: str = "All sorts") -> str:
        with app.app_context():
            of_name = select(Category).where(Category.name == category)
            kept = db.session.scalars(of_name).one_or_none() or Category(name=category)
            sku = f"S-{next(numbers)}"
            db.session.add(Product(name=name, sku=sku, price=Decimal(price), stock=stock, category=kept))
            db.session.commit()
        return sku

    return shelve


@pytest.fixture
def restock(app: Flask) -> Callable[..., None]:
    """A function that changes a product."""

    def restock(sku: str, **values: Any) -> None:
        with app.app_context():
            product = db.session.scalars(select(Product).where(Product.sku == sku)).one()
            for name, value in values.items():
                setattr(product, name, Decimal(value) if name == "price" else value)
            db.session.commit()

    return restock


@pytest.fixture
def unshelve(app: Flask) -> Callable[[str], None]:
    """A function that deletes a product."""

    def unshelve(sku: str) -> None:
        with app.app_context():
            db.session.delete(db.session.scalars(select(Product).where(Product.sku == sku)).one())
            db.session.commit()

    return unshelve


@pytest.fixture
def stock(app: Flask) -> Callable[[str], int]:
    """A function that gives how many of a product are left."""

    def stock(sku: str) -> int:
        with app.app_context():
            return db.session.scalars(select(Product.stock).where(Product.sku == sku)).one()

    return stock


@pytest.fixture
def reference(app: Flask) -> Callable[[], str]:
    """A function that gives what the provider calls the last payment."""

    def reference() -> str:
        with app.app_context():
            return db.session.scalars(select(PaymentAttempt).order_by(PaymentAttempt.id.desc())).first().reference  # type: ignore[union-attr,return-value]

    return reference


@pytest.fixture
def shop_with(make_app: Callable[..., Flask]) -> Callable[..., Client]:
    """A function that gives a client of the shop with other settings."""
    return lambda **settings: Client(make_app(**settings))


@pytest.fixture
def mail_server_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mail leaves."""

    def fail(_message: EmailMessage) -> NoReturn:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", fail)


@pytest.fixture
def provider_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody takes money."""

    def fail(_provider: FakeProvider, _order: Order, _key: str) -> NoReturn:
        raise ProviderDownError

    monkeypatch.setattr(FakeProvider, "pay", fail)


@pytest.fixture
def at_once() -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """A function that calls others at the same moment, each in a thread of its own, and gives what they give."""

    def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        barrier = Barrier(len(calls))

        def wait_and_call(call: Callable[[], Any]) -> Any:
            barrier.wait(10)
            return call()

        with ThreadPoolExecutor(len(calls)) as threads:
            return list(threads.map(wait_and_call, calls))

    return at_once
