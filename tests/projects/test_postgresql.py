"""Generated projects on a real PostgreSQL server: their own check, migrations, and the first change of a model."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import requests

from tests.projects.claims.sites import EVERY_TYPE, ITEM
from tests.projects.installed import check, generate_from, prepare, run, serving
from tests.projects.story import WebClient

pytestmark = [pytest.mark.generated, pytest.mark.xdist_group("postgresql")]


def installed(folder: Path, surroundings: dict[str, str], **answers: object) -> Path:
    """Return a project with a model of every field type, installed with the driver of PostgreSQL."""
    project = generate_from(folder, {"models": EVERY_TYPE, **answers})
    run(project, surroundings, "uv", "sync", "--quiet", "--all-extras")
    return project


@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize(
    "answers",
    [
        {"kind": "api"},
        {"kind": "website", "accounts": "roles", "admin": "full", "security": "high", "with": ["api", "exports"]},
    ],
    ids=["api", "website"],
)
def test_a_project_passes_its_own_check_on_postgresql(
    framework: str, answers: dict[str, object], tmp_path: Path, surroundings: dict[str, str], database: str
) -> None:
    project = installed(tmp_path, surroundings, framework=framework, **answers)
    settings = {"APP_ENV": "development", "DATABASE_URL": database}
    check(project, surroundings | {"DATABASE_URL": database}, with_coverage=False)
    prepare(project, surroundings, settings)
    with serving(project, surroundings, "start", **settings) as address:
        assert requests.get(f"{address}/health/ready/", timeout=30).status_code == 200


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_prototype_keeps_every_type_of_field_on_postgresql(
    framework: str, tmp_path: Path, surroundings: dict[str, str], database: str
) -> None:
    item = {name: type for name, type in ITEM.items() if not type.startswith(("ref", "many"))}
    project = installed(tmp_path, surroundings, framework=framework, kind="prototype", models={"Item": item})
    settings = {"DATABASE_URL": database.replace("+psycopg", "")}
    check(project, surroundings | settings, with_coverage=False)
    with serving(project, surroundings, "dev", ("poe", "dev"), **settings) as address:
        visitor = WebClient(address)
        assert requests.get(f"{address}/health/ready/", timeout=30).status_code == 200
        path = {"flask": "/items/add", "django": "/items/new/"}[framework]
        values = {"name": "Canvas bag", "slug": "bag", "count": "1", "price": "2.50", "payload": "{}", "state": "new"}
        values["code"] = "5caff01d-0000-4000-8000-000000000005"
        assert "Canvas bag" in visitor.submit(path, values).text
        assert "The item was created." in visitor.submit(path, values | {"slug": "other"}).text


def test_a_required_column_is_added_to_a_table_with_rows(
    tmp_path: Path, surroundings: dict[str, str], database: str
) -> None:
    """As the README says, on both databases; without a server default the migration is refused before it is written."""
    book = {"Book": {"title": "str"}}
    project = installed(tmp_path, surroundings, framework="flask", kind="website", accounts="none", models=book)
    model = project / "app/models/book.py"
    title = "    title: Mapped[str] = mapped_column(sa.String(200))\n"
    databases = [{"APP_ENV": "development"}, {"APP_ENV": "development", "DATABASE_URL": database}]
    for settings in databases:
        prepare(project, surroundings, settings)
    migrate = ("uv", "run", "flask", "db", "migrate", "-m", "add pages to book")
    versions = project / "migrations/versions"
    before = set(versions.glob("*.py"))

    text = model.read_text(encoding="utf-8")
    assert title in text
    model.write_text(text.replace(title, f"{title}    pages: Mapped[int]\n"), encoding="utf-8")
    refused = subprocess.run(
        migrate, cwd=project, env=surroundings | databases[0], capture_output=True, text=True, check=False
    )
    assert refused.returncode != 0
    assert "book.pages is NOT NULL and has no server_default" in refused.stdout + refused.stderr
    assert set(versions.glob("*.py")) == before

    model.write_text(
        text.replace(title, f'{title}    pages: Mapped[int] = mapped_column(server_default="0")\n'), encoding="utf-8"
    )
    run(project, surroundings, *migrate, **databases[0])
    assert len(set(versions.glob("*.py")) - before) == 1
    for settings in databases:
        run(project, surroundings, "uv", "run", "poe", "migrate", **settings)
        check(project, surroundings | settings, with_coverage=False)
        with serving(project, surroundings, "start", **settings) as address:
            for path in ("/health/ready/", "/books/", "/books/1/"):
                assert requests.get(address + path, timeout=30).status_code == 200
