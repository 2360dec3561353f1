"""The record of package versions that were proven together, and what a project pins of it.

`templates/<framework>/versions.toml` and `templates/shared/versions.toml` hold it; `python3 -m tests renew` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import TemplateError
from generator.tables import read_toml

FILE_NAME = "versions.toml"
KEYS = {"version", "requires", "extras", "below", "because", "follows"}
TOOLS = ("flit-core", "uv")
"""Packages that templates name beside the dependencies: what builds a project, and what installs it in an image."""


@dataclass(frozen=True)
class Package:
    """A package at its proven version, and the names of what it requires, with extras as in `coverage[toml]`.

    One that `follows` another is pinned by that one's own metadata, and needs no constraint.
    A requirement for some platforms or Python versions alone is among them: a constraint on it does no harm elsewhere.
    `below` is the version that a package is held below.
    """

    version: str
    requires: tuple[str, ...] = ()
    extras: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follows: str = ""
    below: str = ""


def read_versions(folders: Iterable[Path]) -> Mapping[str, Package]:
    """Return the packages recorded in some folders, by normalized name; raise `TemplateError` for a bad file."""
    packages: dict[str, Package] = {}
    for folder in folders:
        if (file := folder / FILE_NAME).is_file():
            packages |= _read(file)
    return packages


def pin(requirement: str, packages: Mapping[str, Package]) -> str:
    """Return a requirement such as `django-allauth[mfa]` at its recorded version.

    Raise `TemplateError` where the record has none.
    """
    name, _ = _split(requirement)
    if name not in packages:
        raise TemplateError(f"{requirement}: no version is recorded; add it to {FILE_NAME}, or give a `requirement`")
    return f"{requirement}=={packages[name].version}"


def constraints(requirements: Iterable[str], packages: Mapping[str, Package]) -> tuple[str, ...]:
    """Return pins, sorted, for all that the requirements bring along and do not name themselves."""
    direct = list(requirements)
    named = {_split(requirement)[0] for requirement in direct}
    indirect = sorted(closure(direct, packages) - named)
    return tuple(f"{name}=={packages[name].version}" for name in indirect if not packages[name].follows)


def closure(requirements: Iterable[str], packages: Mapping[str, Package]) -> set[str]:
    """Return the names of recorded packages that are installed with the requirements, themselves included."""
    todo, seen = list(requirements), set()
    while todo:
        requirement = todo.pop()
        if requirement in seen:
            continue
        seen.add(requirement)
        todo += _required(requirement, packages)
    return {_split(requirement)[0] for requirement in seen} & packages.keys()


def _required(requirement: str, packages: Mapping[str, Package]) -> Iterator[str]:
    name, extras = _split(requirement)
    if name in packages:
        yield from packages[name].requires
        for extra in extras:
            yield from packages[name].extras.get(extra, ())


def _split(requirement: str) -> tuple[str, tuple[str, ...]]:
    """Return the normalized name and the extras of a requirement, whatever follows them."""
    name, _, extras = re.match(r"([\w.-]+)(\[([\w,. -]+)\])?", requirement).groups()  # type: ignore[union-attr]
    return re.sub(r"[-_.]+", "-", name).lower(), tuple(extra.strip() for extra in (extras or "").split(",") if extra)


def _read(file: Path) -> dict[str, Package]:
    try:
        tables = read_toml(file)
    except ValueError as error:
        raise TemplateError(f"{file}: is not TOML: {error}") from None
    for name, table in tables.items():
        if unknown := sorted(set(table) - KEYS):
            raise TemplateError(f"{file}: {name}: unknown key {unknown[0]}; known are {', '.join(sorted(KEYS))}")
        if not isinstance(table.get("version"), str):
            raise TemplateError(f'{file}: {name}: has no version, such as "1.2.3"')
    return {name: _package(table) for name, table in tables.items()}


def _package(table: Mapping[str, Any]) -> Package:
    extras = {extra: tuple(names) for extra, names in table.get("extras", {}).items()}
    keys = {key: table[key] for key in ("follows", "below") if key in table}
    return Package(table["version"], tuple(table.get("requires", ())), extras, **keys)
