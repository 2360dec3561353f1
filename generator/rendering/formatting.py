"""Format rendered Python with ruff, in processes of its own.

Nothing on the path from answers to a tree imports this module: `render` takes the function as an argument.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ruff import find_ruff_bin

from generator.errors import TemplateError

COMMANDS = (("check", "--select", "F401,I,RUF022", "--fix", "--exit-zero"), ("format",))


def format_with_ruff(files: Mapping[str, bytes], paths: Sequence[str]) -> Mapping[str, bytes]:
    """Return the files at `paths` as ruff formats them, without unused imports and with sorted ones.

    `files` also has the project's other modules, which tell its own imports from third-party ones, and the
    configuration of ruff. Raise `TemplateError` where ruff cannot parse a file.
    """
    with tempfile.TemporaryDirectory(prefix="scaffold-") as name:
        folder = Path(name)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        for command in COMMANDS:
            _run_ruff(*command, *paths, folder=folder)
        return {path: (folder / path).read_bytes() for path in paths}


def _run_ruff(*arguments: str, folder: Path) -> None:
    command = [find_ruff_bin(), *arguments, "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise TemplateError(f"the rendered Python cannot be formatted: {done.stderr.strip()}")
