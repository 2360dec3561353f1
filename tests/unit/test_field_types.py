"""Field types and what they are in each framework."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from generator.catalog.fields import FILE_NAME, read_field_table
from generator.catalog.templates import builtin_folder
from generator.errors import TemplateError
from generator.models.types import TYPES
from generator.rendering.environments import ENGINE_OPTIONS
from tests.support import REPOSITORY, write_files

TABLES = sorted(builtin_folder().glob(f"*/{FILE_NAME}"))


def test_django_has_a_table_of_fields() -> None:
    assert [table.parent.name for table in TABLES] == ["django"]


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.parent.name)
def test_every_type_has_a_row_and_templates_use_declared_cells_alone(file: Path) -> None:
    table = read_field_table(file.parent, TYPES)
    used = set()
    for place in file.parent.rglob("*.jinja"):
        tree = Environment(**ENGINE_OPTIONS).parse(place.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "cell":
                used |= {constant.value for constant in call.args[1].find_all(nodes.Const)}
                used |= {call.args[1].value} if isinstance(call.args[1], nodes.Const) else set()
    assert used == table.meanings.keys()


GOOD = '[cells]\ncolumn = "The column."\n[default]\ncolumn = "A"\n[str]\n[int]\ncolumn = "B"\n'


def test_a_cell_that_a_row_leaves_out_is_that_of_the_default(tmp_path: Path) -> None:
    table = read_field_table(write_files(tmp_path, {FILE_NAME: GOOD}), ("str", "int"))
    found = [table.sources[table.template(type, "column")] for type in ("str", "int")]
    assert found == ["A", "B"]
    with pytest.raises(TemplateError, match="no cell is called colunm; declared: column"):
        table.template("str", "colunm")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD.replace("[str]\n", ""), "[str] is missing"),
        (f"{GOOD}[strr]\n", "[strr] is no field type"),
        (f'{GOOD}form = "C"\n', "[int] has form, which [cells] does not declare"),
        (
            GOOD.replace('[default]\ncolumn = "A"', '[default]\ncolum = "A"'),
            "[default] has colum, which [cells] does not",
        ),
        (GOOD.replace('[default]\ncolumn = "A"\n', ""), "[str] has no column"),
        ("[cells", "fields.toml"),
    ],
)
def test_a_table_that_does_not_fit_the_types_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(TemplateError) as refused:
        read_field_table(write_files(tmp_path, {FILE_NAME: text}), ("str", "int"))
    assert problem in str(refused.value)


DURATION = '''"""A length of time."""

from __future__ import annotations

import datetime
from typing import Any

from generator.models.bases.field_type import EXAMPLES, FieldType
from generator.models.model import Field, Model


class Duration(FieldType):
    """A length of time in whole seconds."""

    name = "duration"

    def parse(self, text: str, field: Field) -> datetime.timedelta:
        """Return the length of time."""
        if not text.isdigit():
            raise ValueError(f"found {text!a}, expected seconds such as 90")
        return datetime.timedelta(seconds=int(text))

    def examples(self, field: Field, model: Model) -> list[datetime.timedelta]:
        """Return minutes."""
        return [datetime.timedelta(minutes=n) for n in range(EXAMPLES)]

    def json_value(self, value: Any) -> Any:
        """Return the seconds."""
        return value.total_seconds() if isinstance(value, datetime.timedelta) else value

    def literal(self, value: Any) -> str:
        """Return `timedelta(seconds=90)`."""
        is_own = isinstance(value, datetime.timedelta)
        return f"timedelta(seconds={int(value.total_seconds())})" if is_own else super().literal(value)


TYPE = Duration()
'''
NEW_TYPE = {"generator/models/types/duration.py": DURATION}
NEW_ROWS = {"templates/django/fields.toml": '\n[duration]\ncolumn = "models.DurationField"\n'}


def test_a_new_type_takes_a_module_and_a_row_for_each_framework(tmp_path: Path) -> None:
    for folder in ("generator", "templates"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    write_files(tmp_path, NEW_TYPE)
    for path, row in NEW_ROWS.items():
        (tmp_path / path).write_text((tmp_path / path).read_text(encoding="utf-8") + row, encoding="utf-8")
    assert len(NEW_TYPE | NEW_ROWS) <= 3  # and a row for Flask
    models = (
        "models: {Film: {fields: {name: str, runtime: duration = 90, pause: duration? index}, without: [pages, api]}}"
    )
    write_files(tmp_path, {"answers.yml": f"framework: django\naccounts: roles\nadmin: full\n{models}\n"})
    done = subprocess.run(
        [sys.executable, "-m", "generator", "new", "cinema", "--answers", "answers.yml", "--defaults", "--no-git"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    records = tmp_path / "cinema" / "app" / "records"
    (model, migration, admin) = (
        (records / path).read_text(encoding="utf-8")
        for path in ("models/film.py", "migrations/0001_initial.py", "admin.py")
    )
    column = "models.DurationField(default=timedelta(seconds=90))"
    assert f"runtime = {column}" in model
    assert f'("runtime", {column})' in migration
    assert '("pause", models.DurationField(null=True, blank=True, db_index=True))' in migration
    assert 'list_display = ("__str__", "runtime", "pause")' in admin
    for text in (model, migration, admin):
        ast.parse(text)
