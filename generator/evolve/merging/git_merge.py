"""A three-way merge of trees by git, which also follows files that either side renamed.

The project is added to a copy of the index, so that what is neither committed nor tracked takes part. Nothing in the
work tree and in the index changes here.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.evolve.merging.tree_merge import Change, Files, Kind, as_text, merge_contents
from generator.evolve.repository import Blob, Stages, git, prefix, toplevel
from generator.rendering.tree import EXECUTABLE, PLAIN, File

PROJECT, TEMPLATE, BASE = "scaffold/project", "scaffold/template", "scaffold/base"
"""Short names of the references that exist during a merge; git writes them into conflict markers."""

OPTIONS = ("-c", "merge.conflictStyle=zdiff3", "-c", "merge.renames=true", "-c", "merge.directoryRenames=true")

_MARKER = f"<<<<<<< {PROJECT}".encode()
_IDENTITY = "scaffold <scaffold@localhost> 0 +0000"


@dataclass(frozen=True)
class _Entry:
    """A file that the merge changes: mode and object id of what it becomes, or an empty id if it is removed."""

    mode: str
    id: str


_Entries = tuple[str, str, str]
"""Mode and object id of a conflict's base, ours and theirs, or an empty string."""


@dataclass(frozen=True)
class _Repository:
    """The project's repository, and an empty one beside it that takes all objects and references of the merge.

    So the merge leaves nothing behind, whatever happens, and two of them do not meet.
    """

    folder: Path
    scratch: Path
    objects: Path

    @property
    def beside(self) -> Path:
        """Return the repository that takes what is written."""
        return self.scratch / "merge.git"

    def run(self, *arguments: str, index: str = "", input: bytes = b"", at: Path | None = None) -> bytes:
        """Return the output of a command in the project, with the objects of both repositories."""
        also = {
            "GIT_OBJECT_DIRECTORY": str(self.beside / "objects"),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(self.objects),
        }
        if index:
            also["GIT_INDEX_FILE"] = str(self.scratch / index)
        return git(at or self.folder, *arguments, input=input, also=also)


@contextmanager
def _repository(folder: Path) -> Iterator[_Repository]:
    with tempfile.TemporaryDirectory(prefix="scaffold-", ignore_cleanup_errors=True) as scratch:
        objects = folder / os.fsdecode(git(folder, "rev-parse", "--git-path", "objects").rstrip(b"\n"))
        kind = git(folder, "rev-parse", "--show-object-format").decode().strip()
        repository = _Repository(folder, Path(scratch), objects.resolve())
        git(folder, "init", "--quiet", "--bare", f"--object-format={kind}", "--template=", str(repository.beside))
        alternates = repository.beside / "objects/info/alternates"
        alternates.parent.mkdir(exist_ok=True)
        alternates.write_bytes(os.fsencode(repository.objects) + b"\n")
        yield repository


def merge_with_git(folder: Path, base: Files, theirs: Files, paths: Iterable[str]) -> list[Change]:
    """Return the changes of a merge; `paths` are files that take part even if git ignores them.

    Raise `GitFailed` if git cannot do it, as before version 2.38.
    """
    with _repository(folder) as repository:
        ours = _write_project(repository, paths)
        _write_commits(repository, ours, base, theirs)
        merge = ("merge-tree", "--write-tree", "-z", "--no-messages", PROJECT, TEMPLATE)
        result, conflicts = _read_merge(git(repository.beside, *OPTIONS, *merge, expected=(0, 1)))
        solved = dict(_solved(repository, conflicts))
        changed = {**_changed(repository, ours, result), **solved}
        twice = _renamed_twice(conflicts, changed)
        changed = {path: entry for path, entry in changed.items() if path not in twice.values()}
        out = {*solved, *twice.keys(), *twice.values()}
        conflicts = {path: stages for path, stages in conflicts.items() if path not in out and any(stages[1:])}
        mixed = _changed(repository, f"refs/{TEMPLATE}", result)
        contents = _checked_out(repository, changed)
        stages = {path: _stages(repository, entries) for path, entries in conflicts.items()}
    changes = [
        _change(path, contents.get(path), stages.get(path), base, is_mixed=path in mixed)
        for path in sorted(changed.keys() | conflicts.keys())
    ]
    return [change for change in changes if change]


def _write_project(repository: _Repository, paths: Iterable[str]) -> str:
    """Return the tree of the project as it is on disk."""
    folder = repository.folder
    index = folder / os.fsdecode(git(folder, "rev-parse", "--git-path", "index").rstrip(b"\n"))
    if index.is_file():  # copied with its time, by which git knows entries that may have changed since
        shutil.copy2(index, repository.scratch / "index")
    repository.run("add", "--all", "--", ".", index="index")
    existing = [path for path in paths if (folder / path).is_file()]
    if existing:
        names = b"\0".join(map(os.fsencode, existing))
        repository.run("add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul", index="index", input=names)
    return repository.run("write-tree", f"--prefix={prefix(folder)}", index="index").decode().strip()


def _write_commits(repository: _Repository, ours: str, base: Files, theirs: Files) -> None:
    """Make the commits that are merged: the project and the template, with the base as their parent."""
    stream = b"".join(
        [
            _commit(BASE, 1, None, _modify(base)),
            _commit(PROJECT, 2, 1, f'M 040000 {ours} ""\n'.encode()),
            _commit(TEMPLATE, 3, 1, b"deleteall\n" + _modify(theirs)),
        ]
    )
    git(repository.beside, "fast-import", "--quiet", "--date-format=raw", input=stream)


def _commit(name: str, mark: int, parent: int | None, content: bytes) -> bytes:
    head = f"commit refs/{name}\nmark :{mark}\ncommitter {_IDENTITY}\ndata 0\n"
    return head.encode() + (f"from :{parent}\n".encode() if parent else b"") + content + b"\n"


def _modify(files: Files) -> bytes:
    return b"".join(
        f"M 100{file.mode:o} inline {_quoted(path)}\ndata {len(file.content)}\n".encode() + file.content + b"\n"
        for path, file in files.items()
    )


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _read_merge(output: bytes) -> tuple[str, Mapping[str, _Entries]]:
    """Return the tree of the merge, and the stages of the conflicts by path."""
    tree, *entries = output.decode(errors="surrogateescape").split("\0")
    stages = dict[str, list[str]]()
    for entry in filter(None, entries):
        details, _, path = entry.partition("\t")
        mode, id, stage = details.split()
        stages.setdefault(path, ["", "", ""])[int(stage) - 1] = f"{mode} {id}"
    return tree, {path: (found[0], found[1], found[2]) for path, found in stages.items()}


def _solved(repository: _Repository, conflicts: Mapping[str, _Entries]) -> Iterator[tuple[str, _Entry]]:
    """Yield the conflicts that our own merge of lines does not have: it sees past line ends."""
    for path, (base, ours, theirs) in conflicts.items():
        if base and ours and theirs:
            modes, ids = zip(*(entry.split() for entry in (base, ours, theirs)), strict=True)
            texts = [text for id in ids if (text := as_text(repository.run("cat-file", "blob", id))) is not None]
            merged, conflicts_left = merge_contents(*texts) if len(texts) == len(ids) else (b"", 1)
            if not conflicts_left:
                id = repository.run("hash-object", "-w", "--stdin", input=merged).decode().strip()
                yield path, _Entry(modes[2] if modes[1] == modes[0] else modes[1], id)


def _renamed_twice(conflicts: Mapping[str, _Entries], changed: Mapping[str, _Entry]) -> Mapping[str, str]:
    """Return the files that both sides renamed: the project's name for it, and the templates', which is not used.

    Git writes the merged file to both names.
    """
    renamed = {path: stages[1].split()[1] for path, stages in conflicts.items() if stages[1] and not stages[0]}
    results = {changed[path].id if path in changed else id: path for path, id in renamed.items()}
    return {
        results[changed[path].id]: path
        for path, (base, ours, theirs) in conflicts.items()
        if theirs and not base and not ours and path in changed and changed[path].id in results
    }


def _changed(repository: _Repository, before: str, after: str) -> Mapping[str, _Entry]:
    """Return what differs between two trees."""
    output = git(repository.beside, "diff-tree", "-r", "-z", "--no-renames", "--raw", before, after)
    fields = output.decode(errors="surrogateescape").split("\0")
    found = dict[str, _Entry]()
    for details, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, id, status = details.split()
        found[path] = _Entry(mode, "" if status == "D" else id)
    return found


def _stages(repository: _Repository, entries: _Entries) -> Stages:
    """Return what git's index gets of a conflict."""
    blobs = [
        Blob(mode, repository.run("cat-file", "blob", id)) if id else None
        for mode, _, id in (entry.partition(" ") for entry in entries)
    ]
    return blobs[0], blobs[1], blobs[2]


def _checked_out(repository: _Repository, changed: Mapping[str, _Entry]) -> Mapping[str, File]:
    """Return the files as git would write them to the work tree, with its line ends and filters."""
    within, top = prefix(repository.folder), toplevel(repository.folder)
    files = repository.scratch / "files"
    lines = "".join(f"{entry.mode} {entry.id} 0\t{within}{path}\0" for path, entry in changed.items() if entry.id)
    repository.run("update-index", "-z", "--index-info", index="result", input=os.fsencode(lines), at=top)
    repository.run("checkout-index", "--all", "--force", f"--prefix={files}/", index="result", at=top)
    return {
        path: File(
            (files / (within + path)).read_bytes(),
            "project",
            EXECUTABLE if entry.mode == "100755" else PLAIN,
        )
        for path, entry in changed.items()
        if entry.id
    }


def _change(path: str, file: File | None, stages: Stages | None, base: Files, *, is_mixed: bool) -> Change | None:
    """Return what happens to a file, whose content after the merge is `file`.

    `is_mixed` says that it is not the one of the templates.
    """
    if stages is None:
        if file is None:
            return Change(path, Kind.DELETED)
        if not is_mixed:
            return Change(path, Kind.UPDATED if path in base else Kind.ADDED, file)
        return Change(path, Kind.CONFLICT if _MARKER in file.content else Kind.MERGED, file)
    in_base, in_project, in_template = map(bool, stages)
    if in_base and not in_project:
        return Change(path, Kind.LEFT_DELETED, is_write=False) if in_template else Change(path, Kind.DELETED)
    if in_base and not in_template:
        return Change(path, Kind.KEPT, is_write=False)
    if file is None:  # git leaves a binary file as it is in the project
        return Change(path, Kind.BINARY, is_write=False, stages=stages)
    return Change(path, Kind.CONFLICT, file, stages=stages)
