"""Installing what a project needs: a step of its own after the writing, that can be repeated by hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path


def first_commands(folder: Path) -> tuple[str, ...]:
    """What to type in a new project: to start it, and to run its tests; with uv where there is one, else with pip."""
    if shutil.which("uv"):
        return ("uv run poe dev", "uv run poe check")
    programs = ".venv\\Scripts\\" if sys.platform == "win32" else ".venv/bin/"
    installing = (
        f"{Path(sys.executable).name} -m venv .venv",
        f"{programs}python -m pip install --upgrade pip",
        f"{programs}python -m pip install --constraint constraints.txt --editable . --group dev",
    )
    return (*(() if (folder / ".venv").is_dir() else installing), f"{programs}poe dev", f"{programs}poe check")


def install(folder: Path) -> str:
    """The project's dependencies, installed; what stood in the way, in one sentence, or nothing.

    What the installer prints goes to stderr.
    """
    for command in _install_commands(folder):
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=2, check=False)
        if done.returncode:
            return f"The project is written, but `{' '.join(command)}` failed; mend what it says and run it again."
    return ""


def _install_commands(folder: Path) -> tuple[tuple[str, ...], ...]:
    if uv := shutil.which("uv"):
        return ((uv, "sync", *_this_python(folder)),)
    programs = folder / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (str(programs / "python"), "-m", "pip", "install", "--quiet")
    return (
        (sys.executable, "-m", "venv", ".venv"),
        (*pip, "--upgrade", "pip"),
        (*pip, "--constraint", "constraints.txt", "--editable", ".", "--group", "dev"),
    )


def _this_python(folder: Path) -> tuple[str, ...]:
    """The Python that runs now, where it is new enough for the project: uv may otherwise look for one to download."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = tuple(int(part) for part in project["requires-python"].removeprefix(">=").split("."))
    return ("--python", sys.executable) if sys.version_info >= oldest else ()
