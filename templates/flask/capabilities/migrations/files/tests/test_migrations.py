"""The tables that the migrations make."""

from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from app.database import db
from app.migrations import migrations_are_applied


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    with app.app_context():
        check()


def test_every_migration_can_be_taken_back(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names())
        upgrade()
        check()

    assert left == {"alembic_version"}


def test_the_doctor_says_what_is_waiting(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")

        assert migrations_are_applied().endswith("Run `uv run poe migrate`.")


def test_the_doctor_says_that_there_is_no_database(app_without_database: Flask) -> None:
    with app_without_database.app_context():
        assert migrations_are_applied() == "The database does not answer; see above."
