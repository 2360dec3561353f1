"""Generated projects that get more capabilities and models: they pass their own check, and are as if made with them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.catalog.templates import find_template, is_capability
from tests.projects.installed import check, generate, run
from tests.support import COMPLETE, scaffold, settings, snapshot

MIGRATE = {
    "flask": (("flask", "db", "upgrade"), ("flask", "db", "migrate", "-m", "Add loans"), ("flask", "db", "upgrade")),
    "django": (("manage.py", "migrate"), ("manage.py", "makemigrations"), ("manage.py", "migrate")),
}
EDITED = {"flask": "app/config.py", "django": "config/settings.py"}


@pytest.mark.generated
@pytest.mark.exhaustive
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_with_more_capabilities_and_models_an_edited_project_passes_its_own_check(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    folder = generate(tmp_path, kind="api", accounts="accounts", framework=framework)
    edited = folder / EDITED[framework]
    edited.write_text("# mine\n" + edited.read_text(encoding="utf-8"), encoding="utf-8")
    subprocess.run(["git", "commit", "-qam", "Edit"], cwd=folder, check=True)
    added = scaffold("add", "jobs", "--model", "Loan reader:str due:date", "--project", folder, "--json")
    assert (added.status, added.json["conflicts"]) == (0, 0)
    for command in MIGRATE[framework]:
        run(folder, surroundings, "uv", "run", *command)
    assert edited.read_text(encoding="utf-8").startswith("# mine\n")
    check(folder, surroundings)


def application(folder: Path) -> dict[str, bytes]:
    """Return the files of a project without its record, its secrets and its migrations."""
    return {
        path: content
        for path, content in snapshot(folder).items()
        if not path.startswith((".scaffold/", ".env")) and "/migrations/" not in f"/{path}"
    }


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("framework", "capability"),
    [
        (framework, capability)
        for framework in ("flask", "django")
        for capability in sorted(filter(is_capability, find_template(framework).layers))
    ],
)
def test_a_capability_that_is_added_is_as_if_generated_and_one_that_is_removed_leaves_nothing(
    framework: str, capability: str, tmp_path: Path
) -> None:
    said = [*settings({**COMPLETE, "accounts": "roles", "framework": framework}), "--model", "Book title:str"]
    (tmp_path / "fresh").mkdir()
    new = ("new", *said, "--defaults", "--no-git", "--into")
    assert scaffold(*new, tmp_path).status == 0
    fresh = scaffold(*new, tmp_path / "fresh", "--set", f"with={capability}")
    folder = tmp_path / "shelf"
    before = application(folder)
    added = scaffold("add", capability, "--project", folder)
    if added.status:
        assert added.status == 2
        assert fresh.status == 2 or "has it already" in added.err
        assert application(folder) == before
        return
    assert application(folder) == application(tmp_path / "fresh/shelf")
    removed = scaffold("remove", capability, "--project", folder)
    assert removed.status == 0, removed.err
    assert application(folder) == before
