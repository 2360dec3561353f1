"""What the tests of the shop share."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from itertools import count
from pathlib import Path
from sqlite3 import connect
from threading import Barrier
from typing import Any, NoReturn

import pytest
from django.core import mail
from django.db import connections
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker, Settings
from werkzeug.test import Client

from app.records.models import Category, Product
from app.shop.models import Order, PaymentAttempt
from app.shop.payments import FakeProvider, ProviderDownError
from people.conftest import *  # noqa: F403 - people buy, and staff ship


@pytest.fixture
def shelve(db: None) -> Callable[..., str]:
    """A function that puts a product on the shelf, and gives its SKU."""
    numbers = count(1)

    def shelve(name: str = "Tea", price: str = "4.50", stock: int = 10, category: str = "All sorts") -> str:
        kept, _ = Category.objects.get_or_create(name=category)
        sku = f"S-{next(numbers)}"
        Product.objects.create(name=name, sku=sku, price=Decimal(price), stock=stock, category=kept)
        return sku

    return shelve


@pytest.fixture
def restock(db: None) -> Callable[..., None]:
    """A function that changes a product."""

    def restock(sku: str, **values: Any) -> None:
        Product.objects.filter(sku=sku).update(**values)

    return restock


@pytest.fixture
def unshelve(db: None) -> Callable[[str], None]:
    """A function that deletes a product."""

    def unshelve(sku: str) -> None:
        Product.objects.get(sku=sku).delete()

    return unshelve


@pytest.fixture
def stock(db: None) -> Callable[[str], int]:
    """A function that gives how many of a product are left."""

    def stock(sku: str) -> int:
        return Product.objects.get(sku=sku).stock

    return stock


@pytest.fixture
def reference(db: None) -> Callable[[], str | None]:
    """A function that gives what the provider calls the last payment."""
    return lambda: PaymentAttempt.objects.latest("pk").reference


@pytest.fixture
def shop_with(http: Client, settings: Settings) -> Callable[..., Client]:
    """A function that gives a client of the shop with other settings."""

    def shop_with(**given: object) -> Client:
        for name, value in given.items():
            setattr(settings, name, value)
        return Client(http.application)

    return shop_with


@pytest.fixture
def mail_server_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mail leaves."""

    def fail(_message: mail.EmailMessage, fail_silently: bool = False) -> NoReturn:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", fail)


@pytest.fixture
def provider_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody takes money."""

    def fail(_provider: FakeProvider, _order: Order, _key: str) -> NoReturn:
        raise ProviderDownError

    monkeypatch.setattr(FakeProvider, "pay", fail)


@pytest.fixture(scope="session")
def migrated(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A file with the tests' usual database as it is at first; later on a transaction would keep it from being copied."""
    path = tmp_path_factory.mktemp("migrated") / "shop.sqlite3"
    with django_db_blocker.unblock(), closing(connect(path)) as copy:
        connections["default"].ensure_connection()
        connections["default"].connection.backup(copy)
    return path


@pytest.fixture
def at_once(
    migrated: Path, db: None, settings: Settings, tmp_path: Path
) -> Iterator[Callable[[Sequence[Callable[[], Any]]], list[Any]]]:
    """A function that calls others at the same moment, each in a thread of its own, and gives what they give.

    The database is a file then: the tests' usual one, in memory and in one transaction, is not for several at once.
    """
    usual = connections["default"]
    file = settings.DATABASES["default"] | {"NAME": shutil.copy(migrated, tmp_path), "TEST": {}}

    def use_file() -> None:
        connections["default"] = ConnectionHandler({"default": file})["default"]

    def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        barrier = Barrier(len(calls))

        def wait_and_call(call: Callable[[], Any]) -> Any:
            use_file()
            try:
                barrier.wait(10)
                return call()
            finally:
                connections["default"].close()

        with ThreadPoolExecutor(len(calls)) as threads:
            return list(threads.map(wait_and_call, calls))

    use_file()
    yield at_once
    connections["default"].close()
    connections["default"] = usual
