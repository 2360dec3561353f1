"""The modules that layers write where each model has a module as well, named like its plural."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.catalog.templates import Layer
from generator.errors import PlanError
from generator.models.model import Model
from generator.models.naming import plural

PLURAL = "PLURAL"
"""What stands for the plural of a model in the path of a file."""


def check_modules(models: Iterable[Model], layers: Iterable[Layer]) -> None:
    """Raise `PlanError` if the module of a model would replace one that the layers write."""
    taken = _taken_plurals(layers)
    problems = [
        f"models: {model.name}: its module would be {plural(model)}, and the application has one of that name;"
        f" set another `plural`, or choose a name such as {model.name}Record"
        for model in models
        if plural(model) in taken
    ]
    if problems:
        raise PlanError("\n".join(problems))


def _taken_plurals(layers: Iterable[Layer]) -> frozenset[str]:
    paths = {tuple(path.split("/")) for layer in layers for path, _ in layer.files}
    places = {(path[:depth], _stem(part)) for path in paths for depth, part in enumerate(path) if PLURAL in part}
    taken: set[str] = set()
    for folder, stem in places:
        pattern = re.compile(re.escape(stem).replace(PLURAL, r"(\w+)"))
        names = {
            _stem(path[len(folder)]) for path in paths if path[: len(folder)] == folder and len(path) > len(folder)
        }
        taken |= {found[1] for name in names if (found := pattern.fullmatch(name))}
    return frozenset(name for name in taken if PLURAL not in name)


def _stem(name: str) -> str:
    return name.split(".")[0]
