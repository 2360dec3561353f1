"""Format rendered Python with ruff, in processes of its own.

Nothing on the path from answers to a tree imports this module: `render` takes the function as an argument.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from ruff import find_ruff_bin

from generator.errors import TemplateError


def format_with_ruff(files: Mapping[str, bytes], paths: Sequence[str]) -> Mapping[str, bytes]:
    """Return the files at `paths` as ruff formats them, without unused imports and with sorted ones.

    `files` also has the configuration of ruff, and the project's other modules. Of these the names alone matter, which
    tell the project's own imports from third-party ones: writing them would take longer than formatting.
    Raise `TemplateError` where ruff cannot parse a file.
    """
    first_party = ("--config", f"lint.isort.known-first-party = {json.dumps(_first_party(files))}")
    with tempfile.TemporaryDirectory(prefix="scaffold-") as name:
        folder = Path(name)
        for path in (*paths, *(path for path in files if not path.endswith(".py"))):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(files[path])
        _run_ruff("check", "--select", "F401,I,RUF022", "--fix", "--exit-zero", *first_party, *paths, folder=folder)
        # A loop in a template ends each item with a comma, which shall not keep a short list on many lines.
        _run_ruff("format", "--config", "format.skip-magic-trailing-comma = true", *paths, folder=folder)
        return {path: (folder / path).read_bytes() for path in paths}


def _first_party(files: Mapping[str, bytes]) -> list[str]:
    """Return the modules and packages of the project that code imports, as ruff would find them below its `src`."""
    pyproject, own = (tomllib.loads(files.get(file, b"").decode()) for file in ("pyproject.toml", "ruff.toml"))
    sources = (own or pyproject.get("tool", {}).get("ruff", {})).get("src", [".", "src"])
    names = set()
    for source in sources:
        prefix = "" if source == "." else f"{source}/"
        below = (path.removeprefix(prefix) for path in files if path.startswith(prefix) and path.endswith(".py"))
        names |= {path.partition("/")[0].removesuffix(".py") for path in below}
    return sorted(names)


def _run_ruff(*arguments: str, folder: Path) -> None:
    command = [find_ruff_bin(), *arguments, "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise TemplateError(f"the rendered Python cannot be formatted: {done.stderr.strip()}")
