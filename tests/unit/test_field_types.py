"""Field types and what they are in each framework."""

import ast
import re
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
from tests.support import write_files
from tests.unit.extended import BLOCKS

TABLES = sorted(builtin_folder().glob(f"*/{FILE_NAME}"))


def test_each_framework_has_a_table_of_fields() -> None:
    assert [table.parent.name for table in TABLES] == ["django", "flask"]


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
    for source in table.sources.values():
        used |= set(re.findall(r'cell\(field, "(\w+)"', source))
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


def test_a_new_type_takes_a_module_and_a_row_for_each_framework(extended: Path) -> None:
    changed = [path for path, _, text in BLOCKS if "duration" in text.lower() and path.startswith(("gen", "templ"))]
    assert changed == [
        "generator/models/types/duration.py",
        "templates/django/fields.toml",
        "templates/flask/fields.toml",
    ]
    models = (
        "models: {Film: {fields: {name: str, runtime: duration = 90, pause: duration? index}, without: [pages, api]}}"
    )
    write_files(extended, {"answers.yml": f"framework: django\naccounts: roles\nadmin: full\n{models}\n"})
    done = subprocess.run(
        [sys.executable, "-m", "generator", "new", "cinema", "--answers", "answers.yml", "--defaults", "--no-git"],
        cwd=extended,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    records = extended / "cinema" / "cinema"
    (model, migration, admin) = (
        (records / path).read_text(encoding="utf-8")
        for path in ("models/film.py", "migrations/0001_initial.py", "admin.py")
    )
    assert 'runtime = models.DurationField(_("runtime"), default=dt.timedelta(seconds=90))' in model
    column = 'models.DurationField(default=dt.timedelta(seconds=90), verbose_name="runtime")'
    assert f'("runtime", {column})' in migration
    column = 'models.DurationField(null=True, blank=True, db_index=True, verbose_name="pause")'
    assert f'("pause", {column})' in migration
    assert 'list_display = ["__str__", "runtime", "pause"]' in admin
    for text in (model, migration, admin):
        ast.parse(text)


def test_a_new_type_is_in_the_model_the_migration_and_the_form_of_flask(extended: Path) -> None:
    fields = "{name: str, runtime: duration = 90, pause: duration? index}"
    models = f"models: {{Film: {{fields: {fields}, read: anyone, write: anyone}}}}"
    write_files(extended, {"answers.yml": f"framework: flask\nkind: website\naccounts: none\n{models}\n"})
    done = subprocess.run(
        [sys.executable, "-m", "generator", "new", "theatre", "--answers", "answers.yml", "--defaults", "--no-git"],
        cwd=extended,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    folder = extended / "theatre"
    (model, form, helpers) = (
        (folder / "app" / path).read_text(encoding="utf-8")
        for path in ("models/film.py", "films/forms.py", "fields.py")
    )
    (migration,) = (file.read_text(encoding="utf-8") for file in folder.glob("migrations/versions/*_create_models.py"))
    assert "runtime: Mapped[dt.timedelta] = mapped_column(default=dt.timedelta(seconds=90))" in model
    assert 'sa.Column("pause", sa.Interval(), nullable=True)' in migration
    assert "runtime = fields.DurationField(" in form
    assert "class DurationField(IntegerField):" in helpers
    for text in (model, migration, form, helpers):
        ast.parse(text)
