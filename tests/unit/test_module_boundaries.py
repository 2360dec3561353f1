"""The contracts of import-linter in projects of a large team."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.unit.trees import KNOWLEDGE, tree_of

FRAMEWORKS = ("flask", "django")
RECORDS = {
    "Folder": {"fields": {"name": "str(60) unique"}, "read": "anyone", "write": "staff"},
    "Paper": {"fields": {"title": "str", "folder": "ref(Folder, cascade)", "scan": "file?"}, "owner": "true"},
}
EVERYTHING: Mapping[str, Any] = {
    "kind": "ecommerce",
    "accounts": "roles",
    "admin": "full",
    "security": "high",
    "with": ("api", "articles", "charts", "community", "contact", "devices", "exports", "processes", "sso", "upstream"),
    "models": RECORDS,
}
KINDS = [{"kind": kind} for kind in KNOWLEDGE.question("kind").option_ids]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("lint-imports"))
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def write(folder: Path, answers: Mapping[str, Any]) -> None:
    for path, content in tree_of({**answers, "team_size": "large"}).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("answers", [*KINDS, EVERYTHING], ids=lambda answers: "-".join(map(str, answers.values()))[:12])
def test_a_project_keeps_its_contracts(framework: str, answers: Mapping[str, Any], tmp_path: Path) -> None:
    write(tmp_path, {"framework": framework, **answers})
    done = lint_imports(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("framework", "module", "imports", "contract"),
    [
        ("flask", "app/articles/broken.py", "app.processes.models", "Features do not import each other"),
        ("flask", "app/models/broken.py", "app.articles.models", "Foundations import no features"),
        ("django", "articles/broken.py", "app.processes.models", "Features do not import each other"),
        ("django", "config/environment.py", "articles.models", "Foundations import no features"),
    ],
)
def test_an_import_across_a_boundary_breaks_its_contract(
    framework: str, module: str, imports: str, contract: str, tmp_path: Path
) -> None:
    write(tmp_path, {"framework": framework, **EVERYTHING})
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\nimport {imports}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout
