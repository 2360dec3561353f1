"""What the tests in this folder share."""

import os

# Before anything of the application is imported.
os.environ["APP_ENV"] = "test"

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask, session
from werkzeug.test import Client

from app import create_app
from app.database import db
from app.environment import read_environment

Run = Callable[[str], tuple[int, str]]

PRODUCTION = {
    "app_env": "production",
    "secret_key": "0123456789" * 6,
    "allowed_hosts": ("example.org",),
    "debug": False,
}


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """A function that makes the application with a database of its own, and with the settings given."""
    made = []

    def make(**given: object) -> Flask:
        settings = {"database_url": f"sqlite:///{tmp_path.as_posix()}/test.sqlite3"} | given
        made.append(create_app(read_environment(**settings)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application."""
    return make_app()


@pytest.fixture
def app_in_production(make_app: Callable[..., Flask]) -> Flask:
    """The application as it runs in production, at the host example.org."""
    return make_app(**PRODUCTION)


@pytest.fixture
def app_without_database(make_app: Callable[..., Flask], tmp_path: Path) -> Flask:
    """An application whose database is not there."""
    return make_app(database_url=f"sqlite:///{tmp_path.as_posix()}/missing/test.sqlite3")


@pytest.fixture
def http(app: Flask) -> Client:
    """A client of the application; besides, `/broken/` fails and `/session/` starts a session."""
    return Client(with_test_routes(app))


@pytest.fixture
def production(app_in_production: Flask) -> Client:
    """A client of the application as it runs in production."""
    return Client(with_test_routes(app_in_production))


@pytest.fixture
def without_database(app_without_database: Flask) -> Client:
    """A client of an application whose database is not there."""
    return Client(app_without_database)


@pytest.fixture
def routes(app: Flask) -> list[str]:
    """The paths that can be fetched as they are."""
    return sorted(
        rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())
    )


@pytest.fixture
def run(app: Flask) -> Run:
    """A function that runs a command of the application: exit status and what it printed."""
    return runner(app)


@pytest.fixture
def run_in_production(app_in_production: Flask) -> Run:
    """The same, where the application runs in production."""
    return runner(app_in_production)


@pytest.fixture
def run_without_database(app_without_database: Flask) -> Run:
    """The same, where the database is not there."""
    return runner(app_without_database)


def runner(app: Flask) -> Run:
    """What runs the commands of an application."""

    def run(command: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=[command])
        return result.exit_code, result.output

    return run


def with_test_routes(app: Flask) -> Flask:
    """The application with two routes that only tests need."""

    def broken() -> NoReturn:
        raise RuntimeError("a secret of the inside")

    def start_session() -> str:
        session["visitor"] = "known"
        return "started"

    app.add_url_rule("/broken/", view_func=broken)
    app.add_url_rule("/session/", view_func=start_session)
    return app
