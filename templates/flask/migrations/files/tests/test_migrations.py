"""The tables that the migrations make."""

import shutil
from collections.abc import Callable
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import String, TypeDecorator, inspect, text

from app.database import db
from app.migrations import FOLDER, migrations_are_applied, without_our_types


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    with app.app_context():
        check()


CHANGE = """
import sqlalchemy as sa
from alembic import op

revision = "change"
down_revision = {heads!r}


def upgrade():
    op.create_table("parents", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("create table children (parent_id integer not null references parents (id) on delete cascade)")
    op.execute("insert into parents values (1)")
    op.execute("insert into children values (1)")
    with op.batch_alter_table("parents", recreate="always") as table:
        table.add_column(sa.Column("name", sa.String(9)))
"""


def test_a_change_of_a_table_keeps_what_refers_to_it(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    with app.app_context():
        heads = ScriptDirectory(FOLDER).get_heads()
        (folder / "versions" / "change.py").write_text(CHANGE.format(heads=tuple(heads)), encoding="utf-8")

        upgrade(directory=str(folder))

        assert db.session.execute(text("select count(*) from children")).scalar() == 1
        assert db.session.execute(text("pragma foreign_keys")).scalar() == 1


def test_a_migration_is_written_with_the_types_of_the_database() -> None:
    class Shouted(TypeDecorator[str]):
        impl = String(9)
        cache_ok = True

    assert without_our_types("type", Shouted(), None) == "sa.String(length=9)"
    assert without_our_types("type", String(9), None) is False


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


def test_demo_data_waits_for_the_tables(app: Flask, run: Callable[[str], tuple[int, str]]) -> None:
    with app.app_context():
        downgrade(revision="base")

    assert run("seed") == (1, "Error: The database has no tables yet: run `poe migrate` first.\n")
