"""What comes out is installed for real: with pip alone, by `--install`, and with settings that production refuses.

That a project of each kind passes its own check and is served, its story proves (`tests/test_story_*.py`).
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from generator.knowledge.loader import load_knowledge
from tests.projects.installed import PRODUCTION, free_port, generate, run, start
from tests.support import scaffold

pytestmark = pytest.mark.generated

FAULTS = (
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", ""),
    ("ALLOWED_HOSTS", "*"),
    ("DEBUG", "true"),
    ("DATABASE_URL", "x://y"),
)
"""Settings that production does not start with."""


def test_every_kind_has_its_story() -> None:
    stories = {place.stem.removeprefix("test_story_") for place in Path(__file__).parent.glob("test_story_*.py")}
    assert stories == set(load_knowledge().question("kind").option_ids)


@pytest.mark.exhaustive
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_project_works_with_pip_alone(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(tmp_path, framework=framework, kind="website")
    python = str(project / ".venv/bin/python")
    run(project, surroundings, sys.executable, "-m", "venv", ".venv")
    run(project, surroundings, python, "-m", "pip", "install", "--quiet", "--upgrade", "pip")
    run(project, surroundings, python, "-m", "pip", "install", "--quiet", "--editable", ".", "--group", "dev")
    # The programs of these tests are out of its sight: what the project needs has to lie in its own environment.
    run(project, surroundings, str(project / ".venv/bin/poe"), "check", PATH=os.defpath)


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_production_refuses_a_bad_configuration_in_plain_words(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = generate(tmp_path, framework=framework, kind="microservice", core="records")
    (project / ".env").unlink()
    run(project, surroundings, "uv", "sync", "--quiet")
    for name, value in FAULTS:
        told = refusal(project, surroundings | PRODUCTION | {name: value, "PORT": str(free_port())})
        assert name in told, told
        assert "Traceback" not in told, told


def refusal(project: Path, environment: dict[str, str]) -> str:
    """What a start that fails has printed."""
    log = project.parent / "start.log"
    with log.open("wb") as output:
        process = start(project, environment, ("poe", "start"), output)
        try:
            assert process.wait(60) != 0, environment
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    return log.read_text(encoding="utf-8")


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_install_leaves_a_locked_and_committed_project(
    framework: str, tmp_path: Path, surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in surroundings.items():
        if name.startswith("UV_"):
            monkeypatch.setenv(name, value)
    made = scaffold("new", "shelf", "--set", f"framework={framework}", "--defaults", "--into", tmp_path, "--install")
    assert made.status == 0, made.err
    project = tmp_path / "shelf"
    assert run(project, surroundings, "git", "status", "--porcelain") == ""
    assert "uv.lock" in run(project, surroundings, "git", "ls-files")
