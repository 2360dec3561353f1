"""Migrations of the database, which an update adds, and never rewrites or removes: they may have been applied."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator.evolve.merging.tree_merge import Change, Files, Kind, same
from generator.rendering.tree import File

_MIGRATION = re.compile(r"(?P<folder>(.+/)?migrations/)(versions/[^/]+|\d{4}_\w+)\.py")
"""The path of a migration of Alembic or Django."""

_REVISION = re.compile(r'^revision(?:: str)? = ["\'](.+)["\']$', re.MULTILINE)
_DOWN_REVISION = re.compile(r"^down_revision(?P<type>: .+)? = (?P<value>.+)$", re.MULTILINE)

_LINK = re.compile(rb"^(down_revision\b.+|Revises: .+)$", re.MULTILINE)

MAKE_MIGRATIONS = {
    "django": "run `manage.py makemigrations`, and review what it writes",
    "flask": "run `flask db migrate`, and review what it writes",
}
"""What brings the database to the models, by framework."""


def keep_migrations(base: Files, ours: Files, theirs: Files, framework: str) -> dict[str, list[Change]]:
    """Return the migrations that stay as they are, although the templates have another one, or none.

    Each has its report, or none where the templates only put it after another one.
    """
    advice = MAKE_MIGRATIONS.get(framework, "write a migration for what changed in the models")
    return {
        path: []
        if same(_without_link(base.get(path)), _without_link(theirs.get(path)))
        else [Change(path, Kind.MIGRATION, is_write=False, note=advice)]
        for path in sorted(base.keys() | theirs.keys())
        if (found := _MIGRATION.fullmatch(path))
        and path in ours
        and not same(base.get(path), theirs.get(path))
        and not same(ours.get(path), theirs.get(path))
        and (path in theirs or _stays(found["folder"], theirs))
    }


def _stays(folder: str, theirs: Files) -> bool:
    """Whether the folder of a migration is still in use, rather than removed with its application."""
    return f"{folder}__init__.py" in theirs or f"{folder}env.py" in theirs


def _without_link(file: File | None) -> File | None:
    """Return a migration of Alembic without the name of the one before it, which says nothing about tables."""
    return file and replace(file, content=_LINK.sub(b"", file.content))


def linked(folder: Path, base: Files, theirs: Files) -> dict[str, File]:
    """Return Alembic's new migrations, each after the latest one of the project, so that there is one head."""
    added = [path for path in theirs if _is_alembic(path) and path not in base and not (folder / path).exists()]
    texts = [place.read_text(encoding="utf-8") for place in sorted(folder.glob("migrations/versions/*.py"))]
    heads = _heads(texts)
    if not added or len(heads) != 1:
        return {}
    return dict(_chain(heads.pop(), ((path, theirs[path]) for path in added)))


def _is_alembic(path: str) -> bool:
    return path.startswith("migrations/versions/")


def _heads(texts: Iterable[str]) -> set[str]:
    """Return the revisions that no other one follows."""
    found, followed = set[str](), set[str]()
    for text in texts:
        if (revision := _REVISION.search(text)) and (down := _DOWN_REVISION.search(text)):
            found.add(revision[1])
            followed |= set(re.findall(r"[\"'](.+?)[\"']", down["value"]))
    return found - followed


def _chain(head: str, added: Iterable[tuple[str, File]]) -> Iterable[tuple[str, File]]:
    for path, file in added:
        text = file.content.decode()
        revision = _REVISION.search(text)
        if revision:
            linked = _DOWN_REVISION.sub(rf'down_revision\g<type> = "{head}"', text, count=1)
            yield path, replace(file, content=linked.encode())
            head = revision[1]
