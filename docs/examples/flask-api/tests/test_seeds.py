from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from app.extensions import db


def count_rows(app: Flask) -> dict[str, Any]:
    with app.app_context():
        tables = db.metadata.tables.items()
        return {name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) for name, table in tables}


def test_demo_data_are_added_once(app: Flask, runner: FlaskCliRunner) -> None:
    before = count_rows(app)
    result = runner.invoke(args=["seed"])
    assert result.exit_code == 0, result.output
    seeded = count_rows(app)
    assert seeded != before
    assert runner.invoke(args=["seed"]).exit_code == 0
    assert count_rows(app) == seeded


def test_production_gets_no_demo_data(app: Flask, runner: FlaskCliRunner) -> None:
    app.config["APP_ENV"] = "production"
    before = count_rows(app)
    assert runner.invoke(args=["seed"]).exit_code == 1
    assert count_rows(app) == before
