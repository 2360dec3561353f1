"""What is built carries every template, and works – and passes these tests – where only the wheel is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

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


def test_the_wheel_carries_exactly_the_tracked_templates_and_modules(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = {entry.filename: bool(entry.external_attr >> 16 & 0o100) for entry in wheel.infolist()}
    templates = {
        name.replace("generator/_templates", "templates", 1): x for name, x in names.items() if "/_templates/" in name
    }
    assert templates == tracked("templates")
    modules = {name for name in names if name.startswith("generator/") and "/_templates/" not in name}
    assert modules == set(tracked("generator"))


def test_the_source_distribution_carries_everything_that_the_tests_need(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for folder in ("templates", "generator", "tests", "docs"):
        assert set(tracked(folder)) <= names


def test_the_installed_wheel_writes_a_project_and_passes_the_quick_tests(built: Path, tmp_path: Path) -> None:
    python = tmp_path / "venv/bin/python"
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "UV_PYTHON_DOWNLOADS": "never"}
    install = ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python)]
    subprocess.run([*install, str(next(built.glob("*.whl")))], check=True, env=quiet)
    scaffold = str(tmp_path / "venv/bin/scaffold")
    done = subprocess.run(
        [scaffold, "new", *settings(COMPLETE), "--no-git"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not list((tmp_path / "shelf").rglob("*.pyc"))

    subprocess.run([*install, "--group", f"{REPOSITORY / 'pyproject.toml'}:dev"], check=True, env=quiet)
    elsewhere = tmp_path / "elsewhere"
    for name in ("tests", "docs"):
        shutil.copytree(REPOSITORY / name, elsewhere / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, elsewhere / name)
    environment = {**quiet, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
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
