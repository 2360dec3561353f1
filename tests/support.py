"""The words that the tests speak: run the program, build a small template, look at a folder."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

REPOSITORY = Path(__file__).parent.parent

COMPLETE = {
    "name": "shelf",
    "kind": "website",
    "team_size": "solo",
    "scale": "small",
    "security": "basic",
    "admin": "none",
    "core": "mixed",
    "accounts": "none",
    "data": "little",
}
"""An answer to each of the nine questions."""

NINE_FIELDS = {
    "title": "str",
    "code": "slug unique",
    "summary": "text?",
    "price": "decimal(8, 2) = 0 min=0",
    "amount": "int",
    "due": "date? index",
    "at": "datetime?",
    "done": "bool = false",
    "state": "choice(new, open, done) = new",
}


def many_models(count: int) -> dict[str, dict[str, str]]:
    """Return a number of models (at most 676) with ten fields; the last one refers to the previous model."""
    names = [f"Thing{chr(65 + number // 26)}{chr(97 + number % 26)}" for number in range(count)]
    return {
        name: NINE_FIELDS | {"before": f"ref({before})?" if before else "str?"}
        for before, name in zip(["", *names], names, strict=False)
    }


@dataclass(frozen=True)
class Run:
    """The exit status and the output of a run of the program."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class _NoTerminal(io.StringIO):
    """A stream that is not a terminal, and that fails on reading."""

    def read(self, size: int | None = -1, /) -> str:
        raise AssertionError("stdin was read without a terminal")

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        raise AssertionError("stdin was read without a terminal")


def scaffold(*arguments: str | Path) -> Run:
    """Run the program in this process, without a terminal; a traceback fails the test."""
    from generator.cli import main

    out, err = io.StringIO(), io.StringIO()
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        mock.patch.object(sys, "argv", ["scaffold", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", _NoTerminal()),
        mock.patch("signal.signal"),
    ):
        try:
            main()
        except SystemExit as exit:
            status = exit.code if isinstance(exit.code, int) else 1
    return Run(status, out.getvalue(), err.getvalue())


def scaffold_process(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        **{
            "capture_output": True,
            "text": True,
            "stdin": subprocess.DEVNULL,
            "timeout": 120,
            "check": False,
            **options,
        },
    )


def settings(answers: Mapping[str, Any]) -> list[str]:
    """Return the answers as `--set` arguments."""
    return [part for id, value in answers.items() for part in ("--set", f"{id}={value}")]


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files (text by path) below `folder`; return `folder`."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    return {
        str(place.relative_to(folder)): place.read_bytes()
        for place in sorted(folder.rglob("*"))
        if place.is_file() and ".git" not in place.relative_to(folder).parts
    }


BECOME_NOBODY = """
import os
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""
"""A step of a program that gives up root's rights, to which no file is closed."""


def open_to_all(folder: Path) -> None:
    """Let every user enter the folders in which pytest creates those of tests."""
    for parent in (folder, *folder.parents):
        if parent.stat().st_mode & 0o777 == 0o700:
            parent.chmod(0o755)


def left_behind(folder: Path) -> list[str]:
    """Return the names in a folder, including hidden ones."""
    return sorted(place.name for place in folder.iterdir())
