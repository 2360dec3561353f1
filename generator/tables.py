"""Tables of our own TOML files, which a wheel carries as JSON too: that is read ten times as fast."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent

COMPILED = PACKAGE / "_compiled"
"""What a wheel has ready-made: the tables, and the templates as modules. A checkout has no such folder."""


def read_toml(file: Path) -> dict[str, Any]:
    """Return the table in a TOML file, to be changed at will.

    Raise `OSError` where it cannot be read, `ValueError` where it is not TOML.
    """
    compiled = _compiled().get(file.relative_to(PACKAGE).as_posix()) if file.is_relative_to(PACKAGE) else None
    table: dict[str, Any] = _parsed(file) if compiled is None else json.loads(compiled)
    return table


def compile_tables(folders: dict[str, Path], target: Path) -> None:
    """Write the tables of all TOML files below some folders, each given by its path in the package."""
    tables = {
        (Path(place) / file.relative_to(folder)).as_posix(): json.dumps(_parsed(file))
        for place, folder in folders.items()
        for file in sorted(folder.rglob("*.toml"))
        if "files" not in file.relative_to(folder).parts
    }
    (target / "tables.json").write_text(json.dumps(tables), encoding="utf-8")


def _parsed(file: Path) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _compiled() -> dict[str, str]:
    file = COMPILED / "tables.json"
    tables: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return tables
