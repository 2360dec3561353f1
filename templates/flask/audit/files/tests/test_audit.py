from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from app.audit import AuditEntry
from app.extensions import db
from conftest import PASSWORD

EMAIL = "ada@example.com"
UPSERT = "INSERT INTO audit_entries SELECT * FROM audit_entries ON CONFLICT (id) DO UPDATE SET event = 'nothing'"

Post = Callable[..., TestResponse]


def get_entries(app: Flask) -> list[tuple[str, int | None, str, str, dict[str, str]]]:
    with app.app_context():
        found = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.event, entry.user_id, entry.client, entry.record, entry.detail) for entry in found]


@pytest.fixture
def user_id(create_user: Callable[..., int], post: Post) -> int:
    """Log a new user in, who changes their name; return the id."""
    user_id = create_user()
    post("/accounts/login/", email=EMAIL, password=PASSWORD)
    post("/accounts/profile/", name="Ada")
    return user_id


def test_changes_are_recorded(app: Flask, user_id: int) -> None:
    expected = ("record changed", user_id, "127.0.0.1", f"users {user_id}", {"name": "nothing → Ada"})
    assert get_entries(app)[-1] == expected


def test_entries_outlive_the_user(app: Flask, user_id: int, post: Post) -> None:
    post("/accounts/delete/", password=PASSWORD)
    assert ("record deleted", user_id, "127.0.0.1", f"users {user_id}", {}) in get_entries(app)


@pytest.mark.usefixtures("user_id")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET event = 'nothing happened'",
        "DELETE FROM audit_entries",
        "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries LIMIT 1",
        "INSERT OR IGNORE INTO audit_entries SELECT * FROM audit_entries LIMIT 1",
    ],
)
def test_entries_cannot_be_changed(app: Flask, statement: str) -> None:
    before = get_entries(app)
    with app.app_context():
        if statement.startswith("INSERT OR") and db.engine.name != "sqlite":
            statement = UPSERT
        with pytest.raises(DBAPIError, match="audit entries are never changed"):
            db.session.execute(text(statement))
    assert get_entries(app) == before
