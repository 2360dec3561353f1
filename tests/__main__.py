"""`python3 -m tests`: what proves scaffold, from a bare checkout with Python 3.11 and pip alone.

It makes `.venv`, installs the package with its development dependencies there, and runs lint, types and tests.

    python3 -m tests          every phase; CI runs it
    python3 -m tests quick    without the slow tests and generated projects
    python3 -m tests all      the exhaustive run, for a nightly job
    python3 -m tests renew    raise the recorded versions to the newest, and run `all` with them

Further arguments go to pytest.
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
MODES = ("quick", "all", "renew")

Phase = tuple[str, list[str]]


def main(arguments: list[str]) -> int:
    """Return the exit status of the first phase that fails, or 0."""
    mode = arguments[0] if arguments[:1] and arguments[0] in MODES else ""
    options = arguments[1:] if mode else arguments
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # generated projects would compile everything at every start
    os.environ["VIRTUAL_ENV"] = str(ENVIRONMENT)
    if mode in {"all", "renew"}:
        os.environ["SCAFFOLD_TESTS_EXAMPLES"] = "25"  # for each operation of an API
    start = time.monotonic()
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, symlinks=os.name != "nt", with_pip=True)  # as `python -m venv` does
    status = run(installation())
    if status == 0 and mode == "renew":
        return subprocess.run([str(PYTHON), "-m", "tests.renew", *options], cwd=REPOSITORY, check=False).returncode
    status = status or run(phases(mode, options))
    print(f"== {mode or 'every phase'}: {time.monotonic() - start:.0f} s", flush=True)
    return status


def run(todo: list[Phase]) -> int:
    """Run phases in their order up to the first that fails; return its exit status, or 0."""
    for title, command in todo:
        print(f"== {title}", flush=True)
        start = time.monotonic()
        status = subprocess.run(command, cwd=REPOSITORY, check=False).returncode
        passed = "passed" if status == 0 else f"failed ({status})"
        print(f"== {title}: {passed}, {time.monotonic() - start:.0f} s", flush=True)
        if status:
            return status
    return 0


def installation() -> list[Phase]:
    """Return the phases that install everything at the recorded versions."""
    python, constraints = str(PYTHON), str(REPOSITORY / "tests/constraints.txt")
    pinned = ["--constraint", constraints]
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pinned]
    uv = [python, "-m", "uv", "pip", "install", "--quiet", "--python", python, *pinned]
    uv += ["--build-constraint", constraints]
    return [("install uv", [*pip, "uv"]), ("install", [*uv, "-e", ".", "--group", "dev"])]


def phases(mode: str, options: list[str]) -> list[Phase]:
    """Return the phases of a mode, after the installation."""
    python = str(PYTHON)
    pytest = [python, "-m", "pytest", "-n", "2", *options]
    generated = [*pytest, "--dist", "loadgroup", "--durations", "10", "-m"]
    proofs = {
        "": [
            ("slow tests", [*pytest, "-m", "slow and not exhaustive"]),
            ("generated projects", [*generated, "generated and not exhaustive"]),
        ],
        "quick": [],
        "all": [
            ("slow tests", [*pytest, "-m", "slow"]),
            ("generated projects", [*generated, "generated"]),
            (
                "containers",
                [python, "-m", "pytest", *options, "-s", "-m", "exhaustive", "tests/projects/test_containers.py"],
            ),
        ],
    }
    return [
        ("lint", [python, "-m", "ruff", "check"]),
        ("format", [python, "-m", "ruff", "format", "--check"]),
        ("types", [python, "-m", "mypy"]),
        ("bandit", [python, "-m", "bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", "generator"]),
        ("quick tests", pytest),
        *proofs[mode],
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
