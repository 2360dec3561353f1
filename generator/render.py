"""From a plan to a tree, in memory: the only module that knows the engine of our own layers; `guests` has the others.

Our layers keep copier's conventions (suffix `.jinja`, names that render, an empty name is no file), so that copier
renders them to the same bytes; a test says so. Copier itself costs half a second to import and writes while it walks.
"""

from __future__ import annotations

import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment
from ruff import find_ruff_bin

from generator.errors import ScaffoldError, TemplateError
from generator.guests import render_guest
from generator.plan import Plan
from generator.templates import Layer, is_file_name
from generator.text import FILTERS, printable
from generator.tree import EXECUTABLE, PLAIN, File, Tree, merge

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


def render(plan: Plan, context: Mapping[str, Any]) -> Tree:
    """The plan's files; `TemplateError` names the layer and the file at fault."""
    context = {**context, "collections": plan.collections}
    context["slots"] = slot_texts(plan, context)
    return _formatted(merge(render_layer(layer, context) for layer in plan.layers), plan)


def slot_texts(plan: Plan, context: Mapping[str, Any]) -> Mapping[str, str]:
    """The text of every slot that a host file names, its fragments in the order of the layers."""
    texts = dict.fromkeys(_hosted(plan), "")
    for layer in plan.layers:
        for slot, place in layer.slots:
            if slot not in texts:
                raise TemplateError(f"{layer.name}: fills the slot {slot}, which no file of the plan has")
            texts[slot] += _rendered(place, {**context, "slots": {}}, layer)
    return texts


def _hosted(plan: Plan) -> set[str]:
    texts = (place.read_text(encoding="utf-8") for _, place in _sources(plan))
    return {slot for text in texts for slot in re.findall(r"\bslots\.(\w+)", text)}


def _sources(plan: Plan) -> Iterator[tuple[Layer, Path]]:
    """The files that our engine renders, each with its layer; a guest's are another's."""
    for layer in plan.layers:
        if not layer.engine:
            yield from ((layer, place) for _, place in layer.files if place.suffix == SUFFIX)


def render_layer(layer: Layer, context: Mapping[str, Any]) -> Tree:
    """One layer's files, before its Python is formatted; `context` has the collections and the texts of the slots."""
    if layer.engine:
        return render_guest(layer, context)
    files = {}
    for written, place in layer.files:
        path = _path(written, context, layer)
        if path:
            mode = EXECUTABLE if place.stat().st_mode & 0o100 else PLAIN
            once = path in layer.once
            content = _content(place, {**context, "secret": _secret} if once else context, layer)
            files[path] = File(content, layer.name, mode, once)
    return Tree(files)


def _path(written: str, context: Mapping[str, Any], layer: Layer) -> str:
    """The path in the project, each part rendered; empty where a part is, which means no file."""
    parts = written.removesuffix(SUFFIX).split("/")
    if "[[" in written or "[%" in written:
        parts = [_render_text(part, context, f"{layer.name}: {written}") for part in parts]
    if not all(is_file_name(part) for part in parts if part):
        raise TemplateError(f"{layer.name}: {written}: renders to a name that leaves its folder, or is git's own")
    return "/".join(parts) if all(parts) else ""


def _content(place: Path, context: Mapping[str, Any], layer: Layer) -> bytes:
    if place.suffix == SUFFIX:
        return _rendered(place, context, layer).encode()
    return place.read_bytes()


def _rendered(place: Path, context: Mapping[str, Any], layer: Layer) -> str:
    where = f"{layer.name}: {place.relative_to(layer.folder)}"
    return _render_text(place.read_text(encoding="utf-8"), context, where)


def _render_text(source: str, context: Mapping[str, Any], where: str) -> str:
    try:
        return str(compiled(source).render(context))
    except (JinjaError, ScaffoldError) as error:
        line = getattr(error, "lineno", None)
        raise TemplateError(f"{where}{f':{line}' if line else ''}: {error}") from None


@cache
def compiled(source: str) -> Any:
    """The template of a source text, compiled once in a process."""
    return _environment().from_string(source)


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=StrictUndefined, finalize=printable, **ENGINE_OPTIONS)
    environment.filters |= FILTERS
    return environment


def _secret() -> str:
    """A fresh secret of 50 URL-safe characters or so, for files that are written once and never recorded."""
    return secrets.token_urlsafe(38)


def _formatted(tree: Tree, plan: Plan) -> Tree:
    """The tree with its rendered Python as ruff formats it, by the project's own settings.

    Names and loops change the length of lines. Python that is copied byte for byte lies formatted in its layer, and
    that of a guest is as its template has it.
    """
    rendered = {(layer.name, place.name.removesuffix(SUFFIX)) for layer, place in _sources(plan)}
    paths = [path for path in tree if path.endswith(".py") and (tree[path].layer, path.rsplit("/", 1)[-1]) in rendered]
    if not paths:
        return tree
    with tempfile.TemporaryDirectory(prefix="scaffold-") as name:
        folder = Path(name)
        for path in [*paths, *(config for config in ("pyproject.toml", "ruff.toml") if config in tree)]:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(tree[path].content)
        command = [find_ruff_bin(), "format", "--quiet", "--no-cache", *paths]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise TemplateError(f"{plan.template.id}: the rendered Python cannot be formatted: {done.stderr.strip()}")
        return tree.with_contents({path: (folder / path).read_bytes() for path in paths})
