"""The record of a project, read as the base of a merge."""

from __future__ import annotations

import json
import re
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answers.answers import Source
from generator.answers.files import read_answer_file
from generator.catalog.templates import is_file_name
from generator.errors import Misuse
from generator.project.record import FOLDER, FORMAT
from generator.rendering.tree import EXECUTABLE, PLAIN, File, Tree

_ENTRY = re.compile(r"100(644|755) ([0-9a-f]{40})")


@dataclass(frozen=True)
class Base:
    """What scaffold generated when it last wrote the project.

    `tree` has the files whose bytes are known. `recorded` are the paths of all generated files, where that is known at
    all (`is_complete` says that `tree` has every one of them). `problems` are sentences about a damaged record.
    """

    folder: Path
    answers: Source
    framework: str
    version: str
    digest: str
    tree: Tree
    recorded: frozenset[str]
    problems: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether the bytes of all generated files are known."""
        return bool(self.recorded) and self.recorded == frozenset(self.tree)


def find_project(start: Path) -> Path:
    """Return the folder of the project that `start` is in; raise `Misuse` if there is none."""
    for folder in (start, *start.parents):
        if (folder / FOLDER / "answers.yml").is_file():
            return folder
    raise Misuse(
        f"{start}: found no {FOLDER}/answers.yml here or above; run this in a project that scaffold generated, "
        f"or restore the file from version control"
    )


def read_base(folder: Path) -> Base:
    """Return the record of the project in `folder`; raise `Misuse` if its answers cannot be read."""
    answers = read_answer_file(folder / FOLDER / "answers.yml")
    block = _block(answers, folder)
    archived, problem = _read_archive(folder / FOLDER / "base.zip")
    manifest = _read_manifest(folder / FOLDER / "manifest.json")
    problems = [problem] if problem else []
    if manifest is None:
        problems.append(f"{FOLDER}/manifest.json: is missing or damaged")
        return Base(folder, answers, *block, archived, frozenset(archived), tuple(problems))
    tree = Tree({path: file for path, file in archived.items() if manifest.get(path) == _entry(file)})
    if not problem and (len(tree) < len(manifest) or len(archived) > len(tree)):
        problems.append(f"{FOLDER}/base.zip: does not have the files that {FOLDER}/manifest.json lists")
    known = {path: _recover(folder, path, manifest[path]) for path in manifest.keys() - tree.keys()}
    recovered = {path: file for path, file in known.items() if file}
    return Base(folder, answers, *block, Tree({**tree, **recovered}), frozenset(manifest), tuple(problems))


def _block(answers: Source, folder: Path) -> tuple[str, str, str]:
    """Return the framework, the version and the digest of the templates."""
    raw = dict(answers.answers).get("scaffold")
    block: Mapping[str, Any] = raw.value if raw and isinstance(raw.value, dict) else {}
    if not all(isinstance(block.get(key), str) for key in ("format", "template", "version", "digest")):
        raise Misuse(
            f"{folder / FOLDER}/answers.yml: has no block `scaffold` with format, version, template and digest; "
            "restore the file from version control"
        )
    if block["format"] != str(FORMAT):
        raise Misuse(
            f"{folder / FOLDER}/answers.yml: has format {block['format']}, expected {FORMAT}; "
            "use the version of scaffold that wrote it, or a newer one"
        )
    return block["template"], block["version"], block["digest"]


def _read_archive(place: Path) -> tuple[Tree, str]:
    """Return the files of the archive and an empty string, or no files and what is wrong with it."""
    try:
        with zipfile.ZipFile(place) as archive:
            files = {entry.filename: _file(archive.read(entry), entry) for entry in archive.infolist()}
    except FileNotFoundError:
        return Tree({}), f"{FOLDER}/base.zip: is missing"
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        return Tree({}), f"{FOLDER}/base.zip: is damaged: {error}"
    if outside := next((path for path in files if not _is_inside(path)), None):
        return Tree({}), f"{FOLDER}/base.zip: is damaged: {outside!a} is no path of a project"
    return Tree(files), ""


def _file(content: bytes, entry: zipfile.ZipInfo) -> File:
    return File(content, "base", EXECUTABLE if entry.external_attr >> 16 & stat.S_IXUSR else PLAIN)


def _is_inside(path: str) -> bool:
    return all(map(is_file_name, path.split("/")))


def _read_manifest(place: Path) -> dict[str, str] | None:
    try:
        manifest = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    valid = isinstance(manifest, dict) and all(
        _is_inside(path) and isinstance(entry, str) and _ENTRY.fullmatch(entry) for path, entry in manifest.items()
    )
    return manifest if valid else None


def _entry(file: File) -> str:
    return f"100{file.mode:o} {file.blob_id}"


def _recover(folder: Path, path: str, entry: str) -> File | None:
    """Return a generated file that the archive does not have: as it is in the project or in git's objects."""
    from generator.evolve.repository import read_blob

    mode = EXECUTABLE if entry.startswith("100755") else PLAIN
    try:
        found = File((folder / path).read_bytes(), "base", mode)
    except OSError:
        found = File(b"", "base", mode)
    if _entry(found) == entry:
        return found
    content = read_blob(folder, entry.split()[1])
    found = File(content, "base", mode) if content is not None else found
    return found if _entry(found) == entry else None
