"""Templates and layers, read from their manifests: one template for each framework, and the shared layers.

A template is a folder with a `template.toml`; each folder in it with a `capability.toml` is a layer. What a layer adds
where another capability is there as well lies in its folder `with/<other>/`, with a `layer.toml`. They are found in the
package, in other packages (entry-point group `scaffold.templates`, each naming a module whose folder is a template),
and at a path. No template is Python code, and none is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import generator
from generator.catalog.versions import Package, read_versions
from generator.errors import Misuse, TemplateError
from generator.tables import read_toml

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "scaffold.templates"

MANIFEST = "capability.toml"
MANIFEST_WITH = "layer.toml"

ENGINES = ("copier", "cookiecutter")
"""The engines that a guest layer may be made for."""

LEFT_BEHIND = ("__pycache__", ".DS_Store", ".git", ".mypy_cache", ".ruff_cache")
"""Files of installers, desktops, linters and git, which are no part of a layer."""

_KEYS = {"title", "engine", "removal", "shows", "any_layout", "files", "collections", "requires", "excludes"}
_LISTS = ("provides", "replaces", "declares", "once", "only_with", "reserves")

INTERNAL = re.compile(
    r"base|project|elevated|high|(\w+_)?contract|contract_fixtures|queries|app_package|license_\w+|.* with .*"
)
"""Layers that answers cannot name: those that options add, tests for both frameworks, and layers in `with/`."""

Entry = Mapping[str, Any]
"""One entry of a collection; it has an `id`."""


@dataclass(frozen=True)
class FileRule:
    """A `[[files]]` entry, for the files whose path matches the glob `path`.

    They are there only `when` a fact holds. With `each`, which names a list of models, there is one for each of them,
    and the word `model` in the base name stands for the model's name, `MODEL` for it in lower case, and `PLURAL`
    anywhere for its plural.
    """

    path: str
    when: str = ""
    each: str = ""


@dataclass(frozen=True)
class Layer:
    """A manifest, and the folder in which the layer's files and fragments are.

    `all_of` are the capabilities that must all be chosen: one, or more for a layer in `with/`. Where the manifest names
    an `engine`, the files are a template of that engine; else they are ours. `replaces` are capabilities that the kind
    of application asks for, and that it does without unless models are answered. A capability with `only_with` is left
    out where none of those is chosen, unless the answer `with` names it. With `any_layout`, it brings no code.
    """

    name: str
    all_of: tuple[str, ...]
    folder: Path
    title: str
    rules: tuple[FileRule, ...] = ()
    engine: str = ""
    removal: str = ""
    provides: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    declares: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    shows: str = ""
    any_layout: bool = False
    reserves: tuple[str, ...] = ()
    requires: Mapping[str, str] = field(default_factory=dict)
    excludes: Mapping[str, str] = field(default_factory=dict)
    collections: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    @property
    def capability(self) -> str:
        """Return the capability that the layer brings; `a with b` for a layer of several."""
        return " with ".join(self.all_of)

    @property
    def manifest(self) -> Path:
        """Return the file that describes the layer."""
        return self.folder / (MANIFEST if len(self.all_of) == 1 else MANIFEST_WITH)

    @cached_property
    def files(self) -> tuple[tuple[str, Path], ...]:
        """Return the layer's files: path below `files/` with `/`, and location."""
        return tuple(files_below(self.folder / "files", self.name))

    @cached_property
    def parts(self) -> tuple[tuple[str, Path], ...]:
        """Return the templates that the layer's files include: path below `parts/`, and location."""
        return tuple(files_below(self.folder / "parts", self.name))

    @cached_property
    def models(self) -> Mapping[str, Any]:
        """Return the models of `models.toml`, in the language of answer files; empty without that file."""
        place = self.folder / "models.toml"
        return _read_toml(place) if place.is_file() else {}

    @cached_property
    def slots(self) -> tuple[tuple[str, Path], ...]:
        """Return the layer's slot contents: name of the slot, and location."""
        return tuple(
            (path.removesuffix(".jinja"), file) for path, file in files_below(self.folder / "slots", self.name)
        )


@dataclass(frozen=True)
class Template:
    """A framework's layers by capability, including the shared ones, and facts about its runtime (text by key).

    `versions` are the package versions that were proven together, by package.
    """

    id: str
    title: str
    folder: Path
    runtime: Mapping[str, str]
    layers: Mapping[str, Layer]
    versions: Mapping[str, Package]


def builtin_folder() -> Path:
    """Return the folder of the built-in templates, in an installed wheel or in the repository."""
    installed = Path(generator.__file__).parent / "_templates"
    return installed if installed.is_dir() else Path(generator.__file__).parent.parent / "templates"


def framework_ids(named: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the ids of the frameworks, without reading their layers.

    Those of other packages are only looked up if an unknown one is `named`, since that takes longer than deciding.
    """
    ours = tuple(folder.name for folder in _builtin_templates())
    if set(named) <= {"auto", *ours}:
        return ours
    return (*ours, *(point.name for point in _guests()))


def capability_ids(frameworks: Iterable[str], guest: Path | None = None) -> frozenset[str]:
    """Return the ids of the capabilities of the frameworks, and of the template at `guest`.

    No layer is read for it.
    """
    templates = [folder for folder in (*map(_installed, frameworks), guest) if folder]
    folders = [builtin_folder() / "shared", *templates, *(template / "shared" for template in templates)]
    names = (place.name for folder in folders for place in _layer_folders(folder))
    return frozenset(name for name in names if is_capability(name))


def is_capability(name: str) -> bool:
    """Return whether answers can name a layer."""
    return not INTERNAL.fullmatch(name)


def find_template(id: str, path: Path | None = None) -> Template:
    """Return the template of a framework, preferring the one at `path`; raise `Misuse` if there is none."""
    if path is not None and (guest := read_template(path)).id == id:
        return guest
    folder = _installed(id)
    if folder is None:
        raise Misuse(f"there is no template for {id}; there are {', '.join(framework_ids([id]))}")
    return read_template(folder)


def read_template(folder: Path) -> Template:
    """Return the template in a folder, with the shared layers; raise `TemplateError` for an invalid manifest."""
    manifest = _read_manifest(folder / "template.toml", {"id", "title", "runtime"})
    layers: dict[str, Layer] = {}
    places = ((builtin_folder() / "shared", "shared"), (folder / "shared", manifest["id"]), (folder, manifest["id"]))
    for place, kind in places:
        layers |= {layer.capability: layer for layer in _layers(place, kind)}
    if "base" not in layers:
        raise TemplateError(f"{folder}: has no base/{MANIFEST}")
    versions = read_versions((builtin_folder() / "shared", folder))
    return Template(manifest["id"], manifest["title"], folder, manifest.get("runtime", {}), layers, versions)


def files_below(folder: Path, layer: str) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder, sorted: path with `/`, and location; raise `TemplateError` for a link.

    `LEFT_BEHIND` is skipped.
    """
    if not folder.is_dir():
        return
    for place in sorted(folder.iterdir()):
        if place.name in LEFT_BEHIND or place.suffix == ".pyc":
            continue
        if place.is_symlink():
            raise TemplateError(f"{layer}: {place.name} is a link; a layer holds plain files")
        if place.is_dir():
            yield from ((f"{place.name}/{path}", file) for path, file in files_below(place, layer))
        else:
            yield place.name, place


def is_file_name(part: str) -> bool:
    """Return whether a part of a path is a valid file name, and not git's own folder."""
    stays = part not in ("", ".", "..") and not re.search(r"[/\\\0-\x1f\x7f]", part)
    return stays and part.rstrip(" .").casefold() != ".git"


def _builtin_templates() -> tuple[Path, ...]:
    return tuple(sorted((f for f in builtin_folder().iterdir() if (f / "template.toml").is_file()), reverse=True))


def _installed(id: str) -> Path | None:
    """Return the folder of a framework's template, built-in or of another package; None if there is none."""
    for folder in _builtin_templates():
        if folder.name == id:
            return folder
    from importlib.util import find_spec

    for point in _guests():
        spec = find_spec(point.value) if point.name == id else None
        if spec and spec.submodule_search_locations:
            return Path(spec.submodule_search_locations[0])
    return None


def _guests() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    return entry_points(group=ENTRY_POINTS)


def _layer_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [place for place in sorted(folder.iterdir()) if (place / MANIFEST).is_file()]


def _layers(folder: Path, kind: str) -> Iterator[Layer]:
    for place in _layer_folders(folder):
        yield _layer(place / MANIFEST, f"{kind}/{place.name}", (place.name,))
        yield from _layers_with(place, f"{kind}/{place.name}", (place.name,))


def _layers_with(folder: Path, name: str, all_of: tuple[str, ...]) -> Iterator[Layer]:
    """Return the layers in the folder `with/` of a layer, and in that of each of these."""
    if not (folder / "with").is_dir():
        return
    for place in sorted((folder / "with").iterdir()):
        both, inner = (*all_of, place.name), f"{name}/with/{place.name}"
        if (place / MANIFEST_WITH).is_file():
            yield _layer(place / MANIFEST_WITH, inner, both)
        elif any((place / part).is_dir() for part in ("files", "parts", "slots")):
            raise TemplateError(f"{inner}: has no {MANIFEST_WITH}, so that nothing in it would be used; add one")
        yield from _layers_with(place, inner, both)


def _layer(file: Path, name: str, all_of: tuple[str, ...]) -> Layer:
    manifest = _read_manifest(file, {*_KEYS, *_LISTS})
    if manifest.get("engine", ENGINES[0]) not in ENGINES:
        raise TemplateError(f"{file}: unknown engine {manifest['engine']!r}; known are {', '.join(ENGINES)}")
    rules = tuple(_rule(entry, file) for entry in manifest.pop("files", ()))
    collections = manifest.pop("collections", {})
    for collection, entries in collections.items():
        if not all(isinstance(entry.get("id"), str) for entry in entries):
            raise TemplateError(f"{file}: an entry of {collection} has no id")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in manifest.items()
    }
    entries = {collection: tuple(entries) for collection, entries in collections.items()}
    return Layer(name=name, all_of=all_of, folder=file.parent, rules=rules, collections=entries, **values)


def _rule(entry: Mapping[str, Any], file: Path) -> FileRule:
    if unknown := entry.keys() - {"path", "when", "each"}:
        raise TemplateError(f"{file}: files: unknown key {min(unknown)!r}; known are path, when, each")
    if "path" not in entry or len(entry) == 1:
        raise TemplateError(f"{file}: files: an entry has a path, and `when` or `each`")
    return FileRule(**entry)


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return read_toml(file)
    except OSError as error:
        raise TemplateError(f"{file}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise TemplateError(f"{file}: is not TOML: {error}") from None


def _read_manifest(file: Path, known: set[str]) -> dict[str, Any]:
    manifest = _read_toml(file)
    for key in manifest:
        if key not in known:
            raise TemplateError(f"{file}: unknown key {key!r}; known are {', '.join(sorted(known))}")
    if not isinstance(manifest.get("title"), str):
        raise TemplateError(f"{file}: has no title")
    return manifest
