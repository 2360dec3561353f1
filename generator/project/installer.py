"""Installation of the dependencies of a project, after it is written."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path


def will_lock(folder: Path) -> bool:
    """Return whether the first command writes the lock file, which is to be committed."""
    return shutil.which("uv") is not None and not (folder / "uv.lock").is_file()


def first_commands(folder: Path, tasks: Mapping[str, str]) -> dict[str, str]:
    """Return the commands that run tasks of a new project, with uv if it is installed, else with pip.

    The values are what each is for, as in `tasks`; empty for an installation.
    """
    if shutil.which("uv"):
        return {f"uv run poe {task}": text for task, text in tasks.items()}
    programs = ".venv\\Scripts\\" if sys.platform == "win32" else ".venv/bin/"
    installing = (
        f"{Path(sys.executable).name} -m venv .venv",
        f"{programs}python -m pip install --upgrade pip",
        f"{programs}python -m pip install --constraint constraints.txt --editable . --group dev",
    )
    running = {f"{programs}poe {task}": text for task, text in tasks.items()}
    return ({} if (folder / ".venv").is_dir() else dict.fromkeys(installing, "")) | running


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
