"""The generated projects in `docs/examples/`, which show what one would get.

`python3 -m tests.unit.examples` writes them again.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator.answers.answers import complete
from generator.knowledge.loader import load_knowledge
from generator.workflow import draft

FOLDER = Path(__file__).resolve().parents[2] / "docs/examples"
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "flask-prototype": {"kind": "prototype", "framework": "flask"},
    "flask-api": {"kind": "api", "framework": "flask"},
}


def generate(name: str) -> dict[str, bytes]:
    """Return the files of an example by path, without its secret and its record."""
    knowledge = load_knowledge()
    author = {"author": "Ada Lovelace", "email": "ada@example.org"}
    answers = complete({"name": name, **author, **EXAMPLES[name]}, knowledge)
    with TemporaryDirectory() as folder:
        drafted = draft(answers, knowledge, Path(folder) / answers["name"], frameworks=("flask", "django"))
    files = {str(path): file.content for path, file in drafted.tree.items()}
    return {path: content for path, content in files.items() if path != ".env" and not path.startswith(".scaffold/")}


def write(name: str) -> None:
    """Write an example in the place of the old one."""
    shutil.rmtree(FOLDER / name, ignore_errors=True)
    for path, content in generate(name).items():
        place = FOLDER / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    for each in EXAMPLES:
        write(each)
