"""The files of a project as they are on disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator.rendering.tree import EXECUTABLE, PLAIN, File, Tree


def read_files(folder: Path, paths: Iterable[str]) -> Tree:
    """Return those of the files that exist and are no links."""
    places = {path: folder / path for path in paths}
    return Tree(
        {path: _read(place) for path, place in places.items() if place.is_file() and not obstacle(folder, path)}
    )


def with_line_ends(ours: Tree, base: Tree) -> Tree:
    """Return the files with line feeds where git or an editor wrote CR LF to all lines, and the base has none."""
    return Tree(
        {path: _with_line_feeds(file) if b"\r\n" not in base[path].content else file for path, file in ours.items()}
    )


def _with_line_feeds(file: File) -> File:
    content = file.content
    if content.count(b"\r\n") != content.count(b"\n"):
        return file
    return replace(file, content=content.replace(b"\r\n", b"\n"))


def _read(place: Path) -> File:
    return File(place.read_bytes(), "project", EXECUTABLE if place.stat().st_mode & 0o100 else PLAIN)


def obstacle(folder: Path, path: str) -> str:
    """Return why nothing can be written to a path without touching something else, or an empty string."""
    place = folder / path
    if place.is_symlink():
        return "it is a link"
    if place.exists() and not place.is_file():
        return "it is a folder"
    for parent in place.parents:
        if parent == folder:
            return ""
        if parent.is_symlink():
            return f"{parent.relative_to(folder)} is a link"
        if parent.exists() and not parent.is_dir():
            return f"{parent.relative_to(folder)} is a file"
        if (parent / ".git").exists():
            return f"{parent.relative_to(folder)} is another repository"
    return ""
