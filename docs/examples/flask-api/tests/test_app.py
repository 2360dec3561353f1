from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from pydantic import ValidationError
from sqlalchemy import event, text

from app import create_app
from app.config import EXAMPLE_KEY, Settings
from app.extensions import client_network, db
from app.health import has_pending_migrations


@pytest.mark.parametrize("path", ["/", "/missing/", "/health/live/"])
def test_responses_have_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers


def test_unknown_host_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/health/live/", "/health/ready/"])
def test_health_answers_any_host(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_not_ready_without_the_database(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, APP_ENV="test", DATABASE_URL=f"sqlite:///{tmp_path}/missing/app.db")
    client = create_app(settings).test_client()
    assert client.get("/health/ready/").status_code == 503
    assert client.get("/health/live/").status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "too-short"),
        ("SECRET_KEY", EXAMPLE_KEY),
        ("ALLOWED_HOSTS", ""),
        ("SECRET_KEY", ""),
        ("ALLOWED_HOSTS", "*"),
        ("DEBUG", "true"),
    ],
)
def test_production_refuses_unsafe_settings(name: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(_env_file=None, APP_ENV="production", **{name: value})


def test_a_backup_can_be_restored(tmp_path: Path) -> None:
    app = create_app(Settings(_env_file=None, APP_ENV="test", DATABASE_URL=f"sqlite:///{tmp_path}/app.sqlite3"))
    upgrade, back_up, downgrade = ["db", "upgrade"], ["backup", f"{tmp_path}/copy"], ["db", "downgrade", "base"]
    for command in (upgrade, back_up, downgrade, [*back_up, "--restore"]):
        assert app.test_cli_runner().invoke(args=command).exit_code == 0
    with app.app_context():
        assert not has_pending_migrations()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("unknown", "unknown"),
    ],
)
def test_rate_limits_count_networks(app: Flask, address: str, network: str) -> None:
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
        assert client_network() == network


def test_not_ready_while_a_migration_is_pending(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        downgrade()
    assert client.get("/health/ready/").status_code == 503


def test_ready_while_a_newer_version_has_migrated(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'newer'"))
    assert client.get("/health/ready/").status_code == 200


def test_migrations_match_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, db.metadata) == []


def test_migrations_are_reversible_and_keep_existing_rows_valid(app: Flask) -> None:
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        downgrade(revision="base")
        upgrade()
    added = [statement for statement in statements if " ADD COLUMN " in statement]
    required = [statement for statement in added if "NOT NULL" in statement]
    assert [statement for statement in required if "DEFAULT" not in statement] == []


def test_errors_are_problem_details(client: FlaskClient) -> None:
    response = client.post("/")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"
    assert response.get_json()["title"] == "Method Not Allowed"
