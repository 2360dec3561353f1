"""Git as the update uses it: commands in a project's repository, and conflicts in its index.

The index is where `git status` and merge tools look for conflicts.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ScaffoldError
from generator.project.git import REPOSITORY_VARIABLES

OPTIONS = (
    *("-c", "maintenance.auto=false"),
    *("-c", "gc.auto=0"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.quotePath=false"),
    *("-c", "core.safecrlf=false"),
)

TIMEOUT = 120
"""Timeout of a git command in seconds."""


@dataclass(frozen=True)
class Blob:
    """The content of a file as git stores it, and git's mode."""

    mode: str
    content: bytes


Stages = tuple[Blob | None, Blob | None, Blob | None]
"""What git's index has of a conflict: base, ours and theirs."""

IndexEntries = Mapping[str, str]
"""Mode and object id by path; an empty string for a path that is not in the index."""

_NULL = "0" * 40


class GitFailed(ScaffoldError):
    """A git command that failed; the message is its first line."""


def git(
    folder: Path,
    *arguments: str,
    input: bytes = b"",
    also: Mapping[str, str] | None = None,
    expected: tuple[int, ...] = (0,),
) -> bytes:
    """Return the output of a git command in `folder`; raise `GitFailed` if its exit status is not an expected one.

    `also` are environment variables.
    """
    environment = {key: value for key, value in os.environ.items() if key not in REPOSITORY_VARIABLES}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "1", **(also or {})}
    try:
        done = subprocess.run(
            ["git", *OPTIONS, *arguments],
            cwd=folder,
            env=environment,
            input=input,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailed(str(error)) from None
    if done.returncode not in expected:
        said = done.stderr.decode(errors="replace").strip() or f"exit status {done.returncode}"
        raise GitFailed(f"git {arguments[0]}: {said.splitlines()[0]}")
    return done.stdout


def is_in_repository(folder: Path) -> bool:
    """Whether git is installed and the project is in a work tree."""
    try:
        return git(folder, "rev-parse", "--is-inside-work-tree").strip() == b"true"
    except GitFailed:
        return False


def prefix(folder: Path) -> str:
    """Return the path of the project in its repository, with a final `/`; empty if it is the repository itself."""
    return os.fsdecode(git(folder, "rev-parse", "--show-prefix").rstrip(b"\n"))


def read_blob(folder: Path, id: str) -> bytes | None:
    """Return the content of an object, or None if the repository does not have it."""
    try:
        return git(folder, "cat-file", "blob", id)
    except GitFailed:
        return None


def toplevel(folder: Path) -> Path:
    """Return the top folder of the repository."""
    return Path(os.fsdecode(git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))


def unmerged_paths(folder: Path) -> list[str]:
    """Return the paths below the project that have conflicts in the index."""
    output = git(folder, "ls-files", "--unmerged", "-z", "--", ".").decode(errors="surrogateescape")
    return sorted({entry.partition("\t")[2] for entry in output.split("\0") if entry})


def read_entries(folder: Path, paths: Iterable[str]) -> IndexEntries:
    """Return the entries of some paths."""
    names = list(paths)
    if not names:
        return {}
    output = git(folder, "ls-files", "--stage", "-z", "--", *names).decode(errors="surrogateescape")
    found = dict.fromkeys(names, "")
    for entry in filter(None, output.split("\0")):
        details, _, path = entry.partition("\t")
        found[path] = details.rpartition(" ")[0]
    return found


def write_stages(folder: Path, stages: Mapping[str, Stages]) -> None:
    """Mark paths as conflicts; raise `GitFailed` if the index cannot be written."""

    def entry(blob: Blob) -> str:
        id = git(folder, "hash-object", "-w", "--stdin", input=blob.content)
        return f"{blob.mode} {id.decode().strip()}"

    _write(
        folder,
        {path: [f"{entry(blob)} {n}" for n, blob in enumerate(found, 1) if blob] for path, found in stages.items()},
    )


def restore_entries(folder: Path, entries: IndexEntries) -> None:
    """Restore the entries of paths that still are conflicts; without git, do nothing."""
    if not entries:
        return
    try:
        conflicts = unmerged_paths(folder)
        _write(folder, {path: [f"{entry} 0"] if entry else [] for path, entry in entries.items() if path in conflicts})
    except GitFailed:
        return


def _write(folder: Path, entries: Mapping[str, list[str]]) -> None:
    if not entries:
        return
    within = prefix(folder)
    lines = [
        line
        for path, found in entries.items()
        for line in (f"0 {_NULL}\t{within}{path}", *(f"{entry}\t{within}{path}" for entry in found))
    ]
    git(
        toplevel(folder),
        "update-index",
        "-z",
        "--index-info",
        input=os.fsencode("".join(f"{line}\0" for line in lines)),
    )
