"""The demo records."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from records.factories import FACTORIES


def counted(app: Flask) -> dict[str, int]:
    """How many records there are, by the name of their table."""
    with app.app_context():
        return {
            name: db.session.scalar(select(func.count()).select_from(db.metadata.tables[name])) or 0
            for name in FACTORIES
        }


def test_demo_records_are_loaded_once(app: Flask, run: Callable[[str], tuple[int, str]]) -> None:
    assert run("seed")[0] == 0
    loaded = counted(app)

    assert run("seed")[0] == 0

    assert all(loaded.values())
    assert counted(app) == loaded
