"""`python3 -m tests`: everything that proves scaffold, from a bare checkout with Python 3.11 and pip alone.

It makes `.venv`, installs the package with its development dependencies there, and runs lint, types and all tests.
`python3 -m tests quick` leaves the slow proofs out. Further words go to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENT = REPOSITORY / ".venv"
PROGRAMS = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = PROGRAMS / ("python.exe" if sys.platform == "win32" else "python")


def main(words: list[str]) -> int:
    """The exit status of the first step that fails, or 0."""
    quick = words[:1] == ["quick"]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # generated projects would recompile everything at every start
    os.environ["PATH"] = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", os.defpath)])
    os.environ["VIRTUAL_ENV"] = str(ENVIRONMENT)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, symlinks=os.name != "nt", with_pip=True)  # as `python -m venv` does
    for title, command in steps(words[1:] if quick else words, quick=quick):
        print(f"== {title}", flush=True)
        start = time.monotonic()
        status = subprocess.run(command, cwd=REPOSITORY, check=False).returncode
        print(
            f"== {title}: {'passed' if status == 0 else f'failed ({status})'}, {time.monotonic() - start:.0f} s",
            flush=True,
        )
        if status:
            return status
    return 0


def steps(words: list[str], *, quick: bool) -> list[tuple[str, list[str]]]:
    """The commands in their order, each with a title."""
    python = str(PYTHON)
    pytest = [python, "-m", "pytest", *words]
    pinned = ["--constraint", str(REPOSITORY / "tests/constraints.txt")]
    everything = [
        ("install uv", [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pinned, "uv"]),
        (
            "install",
            [python, "-m", "uv", "pip", "install", "--quiet", "--python", python, *pinned, "-e", ".", "--group", "dev"],
        ),
        ("lint", [python, "-m", "ruff", "check"]),
        ("format", [python, "-m", "ruff", "format", "--check"]),
        ("types", [python, "-m", "mypy"]),
        ("bandit", [python, "-m", "bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", "generator"]),
        ("quick tests", [*pytest, "-n", "2"]),
    ]
    slow = [
        ("slow tests", [*pytest, "-m", "slow", "-n", "2"]),
        ("generated projects", [*pytest, "-m", "generated", "-n", "2", "--durations", "5"]),
    ]
    return everything if quick else everything + slow


sys.exit(main(sys.argv[1:]))
