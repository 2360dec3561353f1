"""Seeded cases of updates, in which each new line of the owner and of the templates is unlike every other line.

A case is a rendering (the base), the project with its owner's edits, and a newer rendering. After the update the lines
are looked up: none of the owner's may be lost, doubled or changed, and what became of the templates' must be told.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from generator.evolve.base import read_base
from generator.evolve.merging.tree_merge import Kind
from generator.evolve.update import Update, find_update, write_update
from generator.project import record
from generator.rendering.tree import EXECUTABLE, PLAIN, File, Tree
from tests.support import snapshot

BINARY = bytes(range(256))
TOLD = (Kind.LEFT_DELETED, Kind.KEPT, Kind.BINARY, Kind.NO_BASE, Kind.CONFLICT)

ANSWERS = 'name: "shelf"\nscaffold:\n  format: "1"\n  version: "0.1.0"\n  template: "flask"\n  digest: "{}"\n'


@dataclass
class Texts:
    """The files of one side while they are edited: lines by path, and binary files; and what was done to them."""

    files: dict[str, list[str]]
    binary: dict[str, bytes]
    executable: set[str] = field(default_factory=set)
    windows: set[str] = field(default_factory=set)
    sentinels: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    origins: dict[str, str] = field(default_factory=dict)

    def tree(self) -> Tree:
        def file(path: str, content: bytes) -> File:
            return File(content, "base", EXECUTABLE if path in self.executable else PLAIN)

        texts = {path: "".join(f"{line}\n" for line in lines) for path, lines in self.files.items()}
        contents = {
            path: (text.replace("\n", "\r\n") if path in self.windows else text).encode()
            for path, text in texts.items()
        }
        return Tree({path: file(path, content) for path, content in {**contents, **self.binary}.items()})

    def copy(self) -> Texts:
        return Texts({path: list(lines) for path, lines in self.files.items()}, dict(self.binary), set(self.executable))


@dataclass(frozen=True)
class Outcome:
    """What was found after an update; all four are empty if nothing is wrong."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    resurrected: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


class Editor:
    """One side of a case; `who` begins its lines."""

    def __init__(self, who: str, texts: Texts, chance: random.Random, numbers: Iterator[int]) -> None:
        self.who, self.texts, self.chance, self.numbers = who, texts, chance, numbers

    def line(self, like: str = "") -> str:
        sentinel = f"{self.who}{next(self.numbers):05}"
        self.texts.sentinels.add(sentinel)
        indent = like[: len(like) - len(like.lstrip())]
        return f'{indent}"{sentinel}",' if like.strip().endswith(",") else f"{indent}{sentinel} = 1"

    def path(self) -> str:
        return self.chance.choice(sorted(path for path, lines in self.texts.files.items() if len(lines) > 3))

    def insert(self) -> None:
        lines = self.texts.files[self.path()]
        place = self.chance.randrange(len(lines) + 1)
        like = lines[min(place, len(lines) - 1)]
        lines[place:place] = [self.line(like) for _ in range(self.chance.randint(1, 3))]

    def append(self) -> None:
        self.texts.files[self.path()].append(self.line())

    def replace(self) -> None:
        lines = self.texts.files[self.path()]
        start = self.chance.randrange(len(lines))
        self.forget(lines[start : start + 2])
        lines[start : start + 2] = [self.line(lines[start])]

    def delete(self) -> None:
        lines = self.texts.files[self.path()]
        start = self.chance.randrange(len(lines))
        self.forget(lines[start : start + 3])
        del lines[start : start + 3]

    def move(self) -> None:
        lines = self.texts.files[self.path()]
        start = self.chance.randrange(len(lines))
        block = lines[start : start + 5]
        del lines[start : start + 5]
        place = self.chance.randrange(len(lines) + 1)
        lines[place:place] = block

    def sort(self) -> None:
        lines = self.texts.files[self.path()]
        start = self.chance.randrange(len(lines))
        lines[start : start + 6] = sorted(lines[start : start + 6])

    def add_file(self) -> None:
        self.texts.files[f"{self.who.lower()}/{next(self.numbers)}.txt"] = [self.line() for _ in range(5)]

    def delete_file(self) -> None:
        path = self.path()
        if not self.has_sentinels(path) and len(self.texts.files) > 4:
            self.forget(self.texts.files.pop(path))

    def rename_file(self) -> None:
        path = self.path()
        new = f"renamed/{self.who.lower()}/{next(self.numbers)}-{path.replace('/', '-')}"
        self.texts.files[new] = self.texts.files.pop(path)
        self.texts.origins[new] = self.texts.origins.pop(path, path)

    def change_binary(self) -> None:
        for path in self.texts.binary:
            self.texts.binary[path] = BINARY + self.who.encode() + bytes([next(self.numbers) % 256])

    def change_mode(self) -> None:
        self.texts.executable ^= {self.path()}

    def use_windows_line_ends(self) -> None:
        self.texts.windows ^= {self.path()}

    def has_sentinels(self, path: str) -> bool:
        return any(self.who in line for line in self.texts.files[path])

    def forget(self, lines: list[str]) -> None:
        for line in lines:
            self.texts.removed.add(line)
            self.texts.sentinels -= {word.strip('",') for word in line.split()}

    def edit(self, times: int) -> None:
        common = [self.insert, self.append, self.replace, self.delete]
        rare = [self.add_file, self.delete_file, self.rename_file, self.change_binary, self.change_mode]
        if self.who == "OWNER":
            rare += [self.move, self.sort, self.use_windows_line_ends]
        steps: list[Callable[[], None]] = [*common * 3, *rare]
        for _ in range(times):
            self.chance.choice(steps)()


def with_record(tree: Tree, version: str) -> Tree:
    """Return a tree with its record."""
    contents = {
        "answers.yml": ANSWERS.format(version).encode(),
        "manifest.json": record._manifest(tree).encode(),
        "base.zip": record._archive(tree),
    }
    files = {f"{record.FOLDER}/{name}": File(content, "record") for name, content in contents.items()}
    return Tree({**tree, **files})


def write_tree(tree: Mapping[str, File], folder: Path) -> None:
    for path, file in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(file.content)
        (folder / path).chmod(file.mode)


def start_repository(folder: Path, *, committed: bool) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    if committed:
        subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
        subprocess.run(["git", "commit", "-qm", "Start"], cwd=folder, check=True)


def replace_files(folder: Path, before: Mapping[str, File], after: Mapping[str, File]) -> None:
    for path in before.keys() - after.keys():
        (folder / path).unlink()
    write_tree(after, folder)


def run_case(seed: int, start: Mapping[str, bytes], folder: Path, *, git: bool, rounds: int = 1) -> Outcome:
    """Run the updates of a case in an empty folder, and return what was found after the last one."""
    chance, numbers = random.Random(seed), count(1)
    files = {path: content.decode().splitlines() for path, content in start.items()}
    base = Texts(files, {"static/icon.bin": BINARY})
    write_tree(with_record(base.tree(), "0"), folder)
    if git:
        start_repository(folder, committed=chance.random() < 0.8)
    owner, template = base.copy(), base.copy()
    Editor("OWNER", owner, chance, numbers).edit(chance.randint(1, 8))
    replace_files(folder, base.tree(), owner.tree())
    told = set[str]()
    for number in range(rounds):
        Editor("TEMPLATE", template, chance, numbers).edit(chance.randint(1, 8))
        before = snapshot(folder)
        update = find_update(read_base(folder), with_record(template.tree(), str(number + 1)), "flask")
        assert snapshot(folder) == before, "looking for the changes changed something"
        write_update(folder, update)
        told |= told_paths(update, template)
        if update.conflicts:
            break
    return judge(folder, base, owner, template, told)


def told_paths(update: Update, template: Texts) -> set[str]:
    """Return the paths, as they were at first, of the files whose new lines are reported and not merged."""
    return {template.origins.get(change.path, change.path) for change in update.changes if change.kind in TOLD}


def judge(folder: Path, base: Texts, owner: Texts, template: Texts, told: set[str]) -> Outcome:
    """Return what became of the lines."""
    hers, theirs, everything = Counter[str](), Counter[str](), Counter[str]()
    for path, content in snapshot(folder).items():
        if not path.startswith(".scaffold/"):
            sides = split_sides(content.decode(errors="replace").splitlines())
            hers.update(sides[0])
            theirs.update(sides[1])
            everything.update(sides[2])
    words = words_of(hers)
    lost = tuple(s for s in sorted(owner.sentinels) if words[s] == 0)
    doubled = [s for s in sorted(owner.sentinels) if words_of(everything)[s] > 1]
    for line, times in lines_of(base).items():
        if times == 1 and len(line.strip()) > 3 and lines_of(owner)[line] <= 1 and hers[line] > 1:
            doubled.append(line)
    resurrected = tuple(
        line
        for line in sorted(owner.removed)
        if len(line.strip()) > 3 and lines_of(base)[line] == 1 and lines_of(owner)[line] == 0 and hers[line]
    )
    silent = tuple(
        sentinel
        for path, lines in sorted(template.files.items())
        for sentinel in sorted(template.sentinels & words_of(Counter(lines)).keys())
        if words_of(theirs)[sentinel] != 1 and template.origins.get(path, path) not in told
    )
    return Outcome(lost, tuple(doubled), resurrected, silent)


def lines_of(texts: Texts) -> Counter[str]:
    return Counter(line for lines in texts.files.values() for line in lines)


def words_of(lines: Counter[str]) -> Counter[str]:
    words = Counter[str]()
    for line, times in lines.items():
        for word in line.replace('"', " ").replace(",", " ").split():
            words[word] += times
    return words


def split_sides(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the lines with conflicts resolved to the project, to the templates, and with both sides."""
    sides: tuple[list[str], list[str], list[str]] = ([], [], [])
    state = "both"
    for line in lines:
        if line.startswith("<<<<<<< "):
            state = "ours"
        elif line.startswith("||||||| ") and state == "ours":
            state = "base"
        elif line == "=======" and state in ("ours", "base"):
            state = "theirs"
        elif line.startswith(">>>>>>> ") and state == "theirs":
            state = "both"
        elif state != "base":
            if state in ("ours", "both"):
                sides[0].append(line)
            if state in ("theirs", "both"):
                sides[1].append(line)
            sides[2].append(line)
    assert state == "both", "a conflict has no end"
    return sides


def empty(folder: Path) -> Path:
    """Return the folder, without content."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
