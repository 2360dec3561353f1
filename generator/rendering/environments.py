"""The Jinja environments of layers, and where their compiled templates come from.

A wheel carries our own templates as the Python that Jinja makes of them, for the version of Jinja that it was built
with. Templates of a checkout or of another folder, and of a wheel that meets another version, are compiled when they
are first rendered, into the user's cache.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader, ModuleLoader, StrictUndefined, Template
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.sandbox import SandboxedEnvironment

from generator.catalog.fields import FILE_NAME, FieldTable, read_field_table
from generator.catalog.templates import MANIFEST, MANIFEST_WITH, builtin_folder
from generator.models.types import TYPES
from generator.tables import COMPILED
from generator.text import FILTERS, printable

SUFFIX = ".jinja"

ENGINE_OPTIONS: Mapping[str, Any] = {
    "variable_start_string": "[[",
    "variable_end_string": "]]",
    "block_start_string": "[%",
    "block_end_string": "%]",
    "comment_start_string": "[#",
    "comment_end_string": "#]",
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}
"""Delimiters that leave the frameworks' own HTML and `${{ }}` in workflows alone; white space as in the template."""

VERSION = f"jinja2-{jinja2.__version__}"
"""What compiled templates are compiled for: Jinja does not promise that another version can run them."""


@cache
def environment(folder: Path) -> SandboxedEnvironment:
    """Return the environment of the layer in a folder: its templates may include what lies in the folder."""
    source = FileSystemLoader(folder)
    compiled = _compiled_folder(folder)
    if compiled is None:
        return _environment(source, bytecode_cache=_Cache(str(_cache_folder())))
    return _environment(ChoiceLoader([_Compiled(compiled, folder), source]))


@cache
def cell_environment(table: FieldTable) -> SandboxedEnvironment:
    """Return the environment of the cells of a table."""
    source = DictLoader(table.sources)
    compiled = _compiled_folder(table.file)
    if compiled is None:
        return _environment(source, bytecode_cache=_Cache(str(_cache_folder())))
    return _environment(ChoiceLoader([_Compiled(compiled, table.file), source]))


def compile_templates(templates: Path, target: Path) -> None:
    """Compile the layers and cells below a folder into `target`; raise Jinja's error where a template is broken."""
    for file in sorted(templates.rglob(FILE_NAME)):
        cells = _environment(DictLoader(read_field_table(file.parent, TYPES).sources))
        (place := target / VERSION / file.relative_to(templates)).mkdir(parents=True)
        cells.compile_templates(place, zip=None, ignore_errors=False)
    manifests = [manifest for name in (MANIFEST, MANIFEST_WITH) for manifest in templates.rglob(name)]
    for folder in sorted(manifest.parent for manifest in manifests):
        place = target / VERSION / folder.relative_to(templates)
        source = _environment(FileSystemLoader(folder))
        if names := source.list_templates(filter_func=_is_own_template):
            place.mkdir(parents=True, exist_ok=True)
            source.compile_templates(place, filter_func=names.__contains__, zip=None, ignore_errors=False)


def _is_own_template(name: str) -> bool:
    """Return whether a file below a layer's folder is a template, and not one of a layer in its folder `with/`."""
    return name.endswith(SUFFIX) and not name.startswith("with/")


def _environment(loader: jinja2.BaseLoader, **options: Any) -> SandboxedEnvironment:
    made = SandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, finalize=printable, **ENGINE_OPTIONS, **options
    )
    made.filters |= FILTERS
    return made


def _compiled_folder(source: Path) -> Path | None:
    """Return the folder with the compiled templates of a layer or of a table of cells; None if there is none."""
    if not source.is_relative_to(builtin_folder()):
        return None
    compiled = COMPILED / VERSION / source.relative_to(builtin_folder())
    return compiled if compiled.is_dir() else None


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("scaffold") / VERSION


class _Compiled(ModuleLoader):
    """Compiled templates that name the files that they were compiled from, as messages do."""

    def __init__(self, compiled: Path, folder: Path) -> None:
        super().__init__(compiled)
        self.folder = folder

    def load(
        self, environment: jinja2.Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        template = super().load(environment, name, globals)
        template.filename = str(self.folder / name)
        return template


class _Cache(FileSystemBytecodeCache):
    """Jinja's own cache, which replaces files whole; a folder that cannot be read or written is no cache."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
