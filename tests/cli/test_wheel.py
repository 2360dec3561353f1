"""What is built carries every template, and works – and passes these tests – where only the wheel is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

from generator import __version__
from generator.catalog.fields import read_field_table
from generator.models.types import TYPES
from tests.support import COMPLETE, REPOSITORY, settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    command = ["uv", "build", "--quiet", "--python", sys.executable, "--out-dir", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"})
    return folder


def tracked(folder: str) -> dict[str, bool]:
    """The files that git tracks below a folder; whether each may be executed."""
    listed = subprocess.run(
        ["git", "ls-files", "-s", folder], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    rows = (line.split(maxsplit=3) for line in listed.stdout.splitlines())
    return {path: mode == "100755" for mode, _, _, path in rows}


def test_the_wheel_carries_exactly_the_tracked_templates_docs_and_modules(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = {entry.filename: bool(entry.external_attr >> 16 & 0o100) for entry in wheel.infolist()}
    templates = {
        name.replace("generator/_templates", "templates", 1): x for name, x in names.items() if "/_templates/" in name
    }
    assert templates == tracked("templates")
    docs = {name.replace("generator/_docs", "docs", 1) for name in names if "/_docs/" in name}
    assert docs == set(tracked("docs"))
    modules = {name for name in names if re.match("generator/(?!_templates/|_docs/|_compiled/)", name)}
    assert modules == set(tracked("generator"))
    compiled = [name for name in names if "/_compiled/" in name and name.endswith(".py")]
    tables = [read_field_table(REPOSITORY / "templates" / framework, TYPES) for framework in ("flask", "django")]
    assert len(compiled) == len([name for name in templates if name.endswith(".jinja")]) + sum(
        len(table.sources) for table in tables
    )


@pytest.fixture(scope="module")
def metadata(built: Path) -> Message:
    """The core metadata of the wheel; its payload is the README."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_string(wheel.read(name).decode("utf-8"))


def test_the_metadata_is_complete(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Version"]) == ("flask-or-django", __version__)
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata["Summary"]
    assert metadata["Keywords"]
    groups = {classifier.split(" :: ")[0] for classifier in metadata.get_all("Classifier", [])}
    assert groups >= {"Development Status", "Environment", "Framework", "Intended Audience", "Operating System"}
    assert groups >= {"Programming Language", "Topic", "Typing"}


def test_the_readme_of_the_index_page_has_only_absolute_links(metadata: Message) -> None:
    readme = metadata.get_payload()
    assert isinstance(readme, str)
    assert readme.startswith("# scaffold\n")
    targets = re.findall(r"\]\(([^)]*)\)", readme) + re.findall(r"""(?:href|src)=["']?([^"'>\s]*)""", readme)
    assert [target for target in targets if not target.startswith("https://")] == []
    assert "answer file (`scaffold docs answer-files`)" in readme
    assert "The interview, from the first question" not in readme, "a picture without its address"


def test_the_source_distribution_carries_everything_that_the_tests_need(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for folder in ("templates", "generator", "tests", "docs"):
        assert set(tracked(folder)) <= names


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment where only the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True)
    python = folder / "venv/bin/python"
    subprocess.run([*install(python), str(next(built.glob("*.whl")))], check=True, env=QUIET)
    return python


QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "UV_PYTHON_DOWNLOADS": "never"}


def install(python: Path) -> list[str]:
    constraints = str(REPOSITORY / "tests/constraints.txt")
    return ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python), "-c", constraints]


@pytest.mark.parametrize("name", ["scaffold", "flask-or-django"])
def test_the_installed_wheel_shows_the_name_it_is_called_by(python: Path, name: str) -> None:
    def printed(*arguments: str) -> str:
        command = [str(python.with_name(name)), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    assert printed("--version") == f"{name} {__version__}\n"
    assert f"Usage: {name} new [OPTIONS]" in printed("new", "--help")
    assert f"Start with `{name} new myproject`" in printed("--help")
    assert printed("new", "--defaults").startswith(f"{name}: ")
    assert f"_{name.replace('-', '_').upper()}_COMPLETE" in printed("completion", "bash")
    assert printed("docs", "decision") == (REPOSITORY / "docs/decision.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["scaffold", "flask-or-django"])
def test_the_installed_wheel_writes_a_project(python: Path, tmp_path: Path, name: str) -> None:
    scaffold = str(python.with_name(name))
    done = subprocess.run(
        [scaffold, "new", *settings(COMPLETE), "--no-git"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not list((tmp_path / "shelf").rglob("*.pyc"))


COUNT_COMPILATIONS = """
import sys
from jinja2 import Environment
from generator import tables

compiled = []
tables._parsed = compiled.append
original = Environment.compile
Environment.compile = lambda self, source, name=None, *rest, **named: (
    compiled.append(name or source), original(self, source, name, *rest, **named)
)[1]
from generator.cli import main

try:
    main()
finally:
    print(compiled, file=sys.stderr)
"""


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_the_installed_wheel_compiles_no_template_and_parses_no_table(
    python: Path, framework: str, tmp_path: Path
) -> None:
    answers = {**COMPLETE, "framework": framework, "accounts": "roles", "admin": "full", "security": "high"}
    new = [str(python), "-c", COUNT_COMPILATIONS, "new", *settings(answers), "--no-git"]
    done = subprocess.run(new, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n"


@pytest.mark.exhaustive
def test_the_installed_wheel_passes_the_quick_tests(python: Path, tmp_path: Path) -> None:
    subprocess.run([*install(python), "--group", f"{REPOSITORY / 'pyproject.toml'}:dev"], check=True, env=QUIET)
    elsewhere = tmp_path / "elsewhere"
    for name in ("tests", "docs"):
        shutil.copytree(REPOSITORY / name, elsewhere / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, elsewhere / name)
    environment = {**QUIET, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    tests = subprocess.run(
        [str(python), "-m", "pytest", "-n", "2"],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tests.returncode == 0, tests.stdout[-6000:]
    where = subprocess.run(
        [str(python), "-c", "import generator; print(generator.__file__)"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "site-packages" in where.stdout
