"""A copy of scaffold with the extensions that docs/extending.md shows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import generator
from generator.catalog.templates import builtin_folder
from tests.support import REPOSITORY

_BLOCK = re.compile(
    r"```(?:toml|jinja|python)\n# (?P<path>\S+)(?: (?P<table>\[[\w.]+\]))?\n(?P<text>.*?)```", re.DOTALL
)

BLOCKS: list[tuple[str, str | None, str]] = [
    (found["path"], found["table"], found["text"])
    for found in _BLOCK.finditer((REPOSITORY / "docs/extending.md").read_text(encoding="utf-8"))
]
"""The files that the page shows: path, the table that the text belongs to, and the text."""

TEMPLATE = {path: text for path, _, text in BLOCKS if not path.startswith(("generator/", "templates/"))}
"""The files of the template for another framework that the page shows."""


def extend(folder: Path) -> None:
    """Write a checkout of scaffold into a folder, with the blocks of the page that are for its own files."""
    ignored = shutil.ignore_patterns("__pycache__", "_compiled", "_docs", "_templates")
    shutil.copytree(Path(generator.__file__).parent, folder / "generator", ignore=ignored)
    shutil.copytree(builtin_folder(), folder / "templates")
    for path, table, text in BLOCKS:
        if path.startswith(("generator/", "templates/")):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            old = file.read_text(encoding="utf-8") if file.exists() else ""
            new = old.replace(f"{table}\n", f"{table}\n{text}", 1) if table else f"{old}\n{text}".lstrip()
            file.write_text(new, encoding="utf-8")
