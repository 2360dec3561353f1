"""Our layers keep copier's conventions: copier renders them to the very same bytes."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.answers.answers import complete
from generator.catalog.templates import Layer, find_template, read_template
from generator.decision.scoring import decide
from generator.knowledge.loader import load_knowledge
from generator.plan.planner import make_plan
from generator.rendering.context import template_context
from generator.rendering.renderer import ENGINE_OPTIONS, render_layer, slot_texts
from tests.support import COMPLETE, snapshot, write_files
from tests.toy import toy_template

KNOWLEDGE = load_knowledge()
HEAVY = {"kind": "ecommerce", "scale": "large", "team_size": "large", "description": "O'Brien's \"best\" {{ 7*7 }} app"}
LIGHT = {"kind": "microservice", "frontend": "none"}


def copied_by_copier(layer: Layer, context: dict[str, Any], folder: Path) -> dict[str, bytes]:
    """The layer's files as copier writes them."""
    from copier import Settings, run_copy

    source, target = folder / "source", folder / "target"
    for part in ("files", "parts"):
        if (layer.folder / part).is_dir():
            shutil.copytree(layer.folder / part, source / part, dirs_exist_ok=True)
    config = {
        "_subdirectory": "files",
        "_templates_suffix": ".jinja",
        "_envops": {**ENGINE_OPTIONS, "undefined": "jinja2.StrictUndefined"},
        "_jinja_extensions": ["tests.unit.copier_filters.Filters"],
        "_exclude": ["__pycache__", "*.py[co]", ".git", ".DS_Store"],
    }
    write_files(source, {"copier.yml": json.dumps(config)})
    run_copy(str(source), target, data=context, quiet=True, settings=Settings(trust=[str(source)]))
    return snapshot(target)


def check(template: Any, answers: dict[str, Any], folder: Path) -> int:
    values = complete({**COMPLETE, **answers}).values
    plan = make_plan(complete(values), template, KNOWLEDGE)
    context = template_context(values, plan, decide(complete(values), KNOWLEDGE)) | {"collections": plan.collections}
    context["slots"] = slot_texts(plan, context)
    compared = 0
    for layer in plan.layers:
        if not layer.files:
            continue
        ours = {path: file.content for path, file in render_layer(layer, context).items() if not file.once}
        theirs = copied_by_copier(layer, context | {"secret": str}, folder / layer.capability)
        assert {path: content for path, content in theirs.items() if path not in layer.once} == ours
        compared += len(ours)
    return compared


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("answers", [HEAVY, LIGHT], ids=["heavy", "light"])
@pytest.mark.parametrize("framework", ["flask", "django"])
def test_copier_renders_our_layers_to_the_same_bytes(framework: str, answers: dict[str, Any], tmp_path: Path) -> None:
    assert check(find_template(framework), answers, tmp_path) > 15


@pytest.mark.filterwarnings("default")
def test_copier_renders_names_and_conditions_of_names_to_the_same_bytes(tmp_path: Path) -> None:
    assert check(read_template(toy_template(tmp_path)), {"name": "other"}, tmp_path) > 5
