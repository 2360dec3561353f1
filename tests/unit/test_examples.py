"""The projects in `docs/examples/` are what one would get today."""

from __future__ import annotations

import pytest

from tests.unit.examples import EXAMPLES, FOLDER, generate


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_what_one_would_get_today(name: str) -> None:
    files = {
        path.relative_to(FOLDER / name).as_posix(): path.read_bytes()
        for path in (FOLDER / name).rglob("*")
        if path.is_file() and not {".venv", "__pycache__", ".ruff_cache", ".mypy_cache"} & set(path.parts)
    }
    assert files == generate(name), "run `python3 -m tests.unit.examples`"


def test_every_example_is_compared() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(EXAMPLES)
