"""Render a plan to a tree in memory.

Only this module knows the engine of our own layers; `guests` has the engines of the others.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateSyntaxError

from generator.catalog.templates import Entry, FileRule, Layer, is_file_name
from generator.errors import ScaffoldError, TemplateError
from generator.plan.planner import Plan
from generator.rendering.environments import SUFFIX, environment
from generator.rendering.tree import EXECUTABLE, PLAIN, File, Tree, merge
from generator.text import literal

Formatter = Callable[[Mapping[str, bytes], Sequence[str]], Mapping[str, bytes]]
"""Formats Python: takes all modules of a project with the formatter's configuration, and the paths to format; returns
the new contents of these. `formatting.format_with_ruff` is one; `unformatted` leaves the modules as they are rendered.
"""

CONFIGURATION = ("pyproject.toml", "ruff.toml")
"""Files that may configure a formatter."""


def unformatted(_files: Mapping[str, bytes], _paths: Sequence[str]) -> Mapping[str, bytes]:
    """Return no new contents."""
    return {}


APP_NAME = "APP_NAME"
"""What stands for the package of the models in Django, in paths and in collections."""

STATIC_FOLDER = "STATIC_FOLDER"
"""What stands in paths for the folder of static files, which the collection `static_folder` names."""


def render(plan: Plan, context: Mapping[str, Any], format: Formatter) -> Tree:
    """Return the plan's files; raise `TemplateError` that names the layer and the file at fault."""
    collections = _with_app_name(plan.collections, context.get("app_name", APP_NAME))
    context = {**context, "collections": collections, "previous": previous_entries(collections)}
    context["slots"] = slot_texts(plan, context)
    return _formatted(merge(render_layer(layer, context) for layer in plan.layers), plan, context, format)


def _with_app_name(collections: Mapping[str, tuple[Entry, ...]], name: str) -> Mapping[str, tuple[Entry, ...]]:
    """Return the collections with the package of the models in the place of `APP_NAME`."""

    def named(entry: Entry) -> Entry:
        return {key: value.replace(APP_NAME, name) if isinstance(value, str) else value for key, value in entry.items()}

    return {id: tuple(map(named, entries)) for id, entries in collections.items()}


def previous_entries(collections: Mapping[str, tuple[Entry, ...]]) -> Mapping[str, Mapping[str, str]]:
    """Return the id of the entry before each one, as Python source, by collection and id; `None` before the first."""
    found: dict[str, dict[str, str]] = {}
    for name, entries in collections.items():
        ids = [entry["id"] for entry in entries]
        found[name] = dict(zip(ids, ["None", *map(literal, ids)], strict=False))
    return found


def slot_texts(plan: Plan, context: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the content of each slot that a host file has, in the order of the layers."""
    texts = dict.fromkeys(_hosted(plan), "")
    for layer in plan.layers:
        for slot, place in layer.slots:
            if slot not in texts:
                raise TemplateError(f"{layer.name}: fills the slot {slot}, which no file of the plan has")
            texts[slot] += _rendered(place, {**context, "slots": {}}, layer)
    return texts


def _hosted(plan: Plan) -> set[str]:
    places = [place for _, _, place in _sources(plan)] + [place for layer in plan.layers for _, place in layer.parts]
    texts = (place.read_text(encoding="utf-8") for place in places)
    return {slot for text in texts for slot in re.findall(r"\bslots\.(\w+)", text)}


def _sources(plan: Plan) -> Iterator[tuple[Layer, str, Path]]:
    """Yield the templates of layers that are not guests, each with its layer and path."""
    for layer in plan.layers:
        if not layer.engine:
            yield from ((layer, written, place) for written, place in layer.files if place.suffix == SUFFIX)


def render_layer(layer: Layer, context: Mapping[str, Any]) -> Tree:
    """Return the files of a layer, unformatted; `context` includes collections and slots."""
    if layer.engine:
        from generator.rendering.guests import render_guest  # starts processes, which not every interpreter can

        return render_guest(layer, context)
    _check_rules(layer)
    files: dict[str, File] = {}
    for written, place in layer.files:
        mode = EXECUTABLE if place.stat().st_mode & 0o100 else PLAIN
        for path, names in _paths(written, context, layer):
            once = path in layer.once
            if path in files:
                raise TemplateError(f"{layer.name}: {path} comes from two of its files")
            content = _content(place, {**names, "secret": _secret} if once else names, layer)
            files[path] = File(content, layer.name, mode, once)
    return Tree(files)


def _paths(written: str, context: Mapping[str, Any], layer: Layer) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the paths in the project that a file of a layer stands for, each with the names its content may read."""
    path = written.removesuffix(SUFFIX)
    rule = next((rule for rule in layer.rules if fnmatchcase(path, rule.path)), FileRule(path))
    path = path.replace(APP_NAME, context.get("app_name", APP_NAME))
    for entry in context["collections"].get("static_folder", ()):
        path = path.replace(STATIC_FOLDER, entry["id"])
    if not all(map(is_file_name, path.split("/"))):
        raise TemplateError(f"{layer.name}: {written}: leaves the project's folder, or is git's own")
    if rule.when and not _fact(rule.when, context, layer):
        return
    if not rule.each:
        yield path, context
        return
    folder, _, base = path.rpartition("/")
    for model in _fact(rule.each, context, layer):
        name = re.sub(r"(?<![a-z])model(?![a-z])", model.snake, base).replace("PLURAL", model.plural)
        name = name.replace("MODEL", model.name.lower())
        yield f"{folder.replace('PLURAL', model.plural)}/{name}".lstrip("/"), {**context, "model": model}


def _fact(name: str, context: Mapping[str, Any], layer: Layer) -> Any:
    if name not in context:
        raise TemplateError(f"{layer.name}: files: there is no fact or list {name}")
    return context[name]


def _check_rules(layer: Layer) -> None:
    """Raise `TemplateError` for an entry of `[[files]]` that matches no file."""
    for rule in layer.rules:
        if not any(fnmatchcase(written.removesuffix(SUFFIX), rule.path) for written, _ in layer.files):
            raise TemplateError(f"{layer.name}: files: {rule.path} matches no file of the layer")


def _content(place: Path, context: Mapping[str, Any], layer: Layer) -> bytes:
    if place.suffix == SUFFIX:
        return _rendered(place, context, layer).encode()
    return place.read_bytes()


def _rendered(place: Path, context: Mapping[str, Any], layer: Layer) -> str:
    name = place.relative_to(layer.folder).as_posix()
    try:
        return environment(layer.folder).get_template(name).render(context)
    except (JinjaError, ScaffoldError) as error:
        raise TemplateError(f"{layer.name}: {name}{_line(error, place)}: {error}") from None


def _line(error: Exception, place: Path) -> str:
    """Return the line of a template at fault, after the name of the file where it is one that `place` includes."""
    if isinstance(error, TemplateSyntaxError):
        found = [(error.filename or "", error.lineno)]
    else:  # Jinja makes frames of compiled templates read as lines of their sources
        found = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    for file, line in reversed(found):
        if file == str(place):
            return f":{line}"
        if file.endswith(SUFFIX):
            return f", {Path(file).parent.name}/{Path(file).name}:{line}"
    return ""


def _secret() -> str:
    """Return a new secret of about 50 URL-safe characters, for files with `once`."""
    return secrets.token_urlsafe(38)


def _formatted(tree: Tree, plan: Plan, context: Mapping[str, Any], format: Formatter) -> Tree:
    """Return the tree with its rendered Python formatted by the project's own settings.

    Names and loops change the length of lines, and which imports are needed. Python that is copied byte for byte lies
    formatted in its layer, and that of a guest is as its template has it.
    """
    rendered = {path for layer, written, _ in _sources(plan) for path, _ in _paths(written, context, layer)}
    paths = [path for path in tree if path.endswith(".py") and path in rendered]
    if not paths:
        return tree
    files = {path: file.content for path, file in tree.items() if path.endswith(".py") or path in CONFIGURATION}
    try:
        return tree.with_contents(format(files, paths))
    except TemplateError as error:
        raise TemplateError(f"{plan.template.id}: {error}") from None
