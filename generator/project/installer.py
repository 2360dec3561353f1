"""Installation of the dependencies of a project, after it is written."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path


def first_commands(folder: Path) -> tuple[str, ...]:
    """Return the commands that start a new project and run its tests, with uv if it is installed, else with pip."""
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
    """Install the dependencies of the project; return an error in one sentence, or an empty string.

    The output of the installer goes to stderr.
    """
    for command in _install_commands(folder):
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=2, check=False)
        if done.returncode:
            return (
                f"The project is written, but `{' '.join(command)}` failed; fix the reported problem and run it again."
            )
    return ""


def _install_commands(folder: Path) -> tuple[tuple[str, ...], ...]:
    if uv := shutil.which("uv"):
        return ((uv, "sync", *_python_option(folder)),)
    programs = folder / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (str(programs / "python"), "-m", "pip", "install", "--quiet")
    return (
        (sys.executable, "-m", "venv", ".venv"),
        (*pip, "--upgrade", "pip"),
        (*pip, "--constraint", "constraints.txt", "--editable", ".", "--group", "dev"),
    )


def _python_option(folder: Path) -> tuple[str, ...]:
    """Return the option for the running Python, if the project supports it; uv may download another one otherwise."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = tuple(int(part) for part in project["requires-python"].removeprefix(">=").split("."))
    return ("--python", sys.executable) if sys.version_info >= oldest else ()
