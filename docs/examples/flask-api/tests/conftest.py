import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from flask_migrate import upgrade
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.pool import NullPool

from app import create_app, extensions
from app.config import Settings
from app.extensions import db


def migrate(database_url: str) -> None:
    app = create_app(Settings(_env_file=None, APP_ENV="test", DATABASE_URL=database_url))
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL | Path]:
    """Return a database with all tables: each test gets a copy, which takes less time than to migrate.

    It is a file for SQLite, or a new database on the PostgreSQL server of DATABASE_URL.
    """
    server = make_url(os.environ.get("DATABASE_URL", "sqlite://"))
    if server.get_backend_name() == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.db"
        migrate(f"sqlite:///{path}")
        yield path
        return
    template = server.set(database=f"test_{uuid4().hex}")
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {template.database}")
        migrate(template.render_as_string(hide_password=False))
        yield template
        connection.exec_driver_sql(f"DROP DATABASE {template.database}")


@pytest.fixture
def database_url(migrated_database: URL | Path, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database with all tables and no rows."""
    if isinstance(migrated_database, Path):
        yield f"sqlite:///{shutil.copy(migrated_database, tmp_path)}"
        return
    copy = migrated_database.set(database=f"{migrated_database.database}_copy")
    server = migrated_database.set(database="postgres")
    with create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {copy.database} TEMPLATE {migrated_database.database}")
        yield copy.render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {copy.database} WITH (FORCE)")


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(_env_file=None, APP_ENV="test", DATABASE_URL=database_url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()
    extensions.limiter.reset()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def create_token(runner: FlaskCliRunner) -> Callable[[str], dict[str, str]]:
    """Return a function that adds demo data, creates a token, and returns the header that sends it."""
    assert runner.invoke(args=["seed"]).exit_code == 0

    def create(scope: str) -> dict[str, str]:
        result = runner.invoke(args=["token", "create", "tests", "--scope", scope])
        assert result.exit_code == 0, result.output
        return {"Authorization": f"Bearer {result.output.strip()}"}

    return create


@pytest.fixture
def reader(create_token: Callable[[str], dict[str, str]]) -> dict[str, str]:
    return create_token("read")


@pytest.fixture
def writer(create_token: Callable[[str], dict[str, str]]) -> dict[str, str]:
    return create_token("write")


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()
