"""A project in memory: files by path, each with its layer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.errors import TemplateError

EXECUTABLE = 0o755
PLAIN = 0o644


@dataclass(frozen=True)
class File:
    """The bytes of a file, its layer, and its mode (`PLAIN` or `EXECUTABLE`).

    A file that is written `once` may hold secrets: no record knows it, and git ignores it.
    """

    content: bytes
    layer: str
    mode: int = PLAIN
    once: bool = False

    @property
    def blob_id(self) -> str:
        """Return git's object id (SHA-1 of `blob <length> NUL <bytes>`).

        Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
        """
        header = f"blob {len(self.content)}\0".encode()
        return hashlib.sha1(header + self.content, usedforsecurity=False).hexdigest()


class Tree(Mapping[str, File]):
    """Files by path: relative, with `/`, sorted; immutable."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self._files = dict(sorted(files.items()))

    def __getitem__(self, path: str) -> File:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def with_contents(self, contents: Mapping[str, bytes]) -> Tree:
        """Return the tree with other bytes at some paths."""
        return Tree({path: replace(file, content=contents.get(path, file.content)) for path, file in self.items()})


def merge(trees: Iterable[Tree]) -> Tree:
    """Return one tree of several; raise `TemplateError` if two layers have the same path.

    Paths that differ by case alone are the same, since they are so on Windows and macOS.
    """
    files: dict[str, File] = {}
    taken: dict[str, str] = {}
    for tree in trees:
        for path, file in tree.items():
            other = taken.setdefault(path.casefold(), path)
            if other in files:
                raise TemplateError(
                    f"{path}: brought by both {files[other].layer} and {file.layer}; a file has one layer"
                )
            files[path] = file
    return Tree(files)
