"""What the README and AGENTS.md of generated projects name is there."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from generator.answers.answers import complete
from generator.knowledge.loader import load_knowledge
from generator.workflow import draft

KNOWLEDGE = load_knowledge()
NAMED = re.compile(r"`((?:app|tests|migrations|templates|static|docs)/[\w./-]*|[\w-]+\.(?:py|toml|md)|\.env[\w.]*)`")
"""Paths in backticks: below the folders of a project, or names of files."""

TO_ADD = {"app/main/templates/main/terms.html"}
"""The file that the section "Add a page" has its reader write."""

EVERYTHING = {"accounts": "roles", "admin": "full", "security": "high", "scale": "medium"}


@pytest.mark.slow
@pytest.mark.parametrize("answers", [{}, EVERYTHING], ids=["light", "everything"])
@pytest.mark.parametrize("kind", KNOWLEDGE.question("kind").option_ids)
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_paths_that_papers_name_are_there(framework: str, kind: str, answers: dict[str, Any], tmp_path: Path) -> None:
    chosen = complete({"name": "shelf", "framework": framework, "kind": kind, **answers}, KNOWLEDGE)
    files = {
        str(path): file.content
        for path, file in draft(chosen, KNOWLEDGE, tmp_path, frameworks=("flask", "django")).tree.items()
    }
    folders = {f"{parent}/" for path in files for parent in PurePosixPath(path).parents}
    named = {path for paper in ("README.md", "AGENTS.md") for path in NAMED.findall(files[paper].decode())}
    assert len(named) > 2
    known = {*files, *folders, *(folder.rstrip("/") for folder in folders), *TO_ADD}
    assert {
        path for path in named if path not in known and not any(file.endswith(f"/{path}") for file in files)
    } == set()
