"""The stages of `new`, each taken once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from generator.answers.answers import complete
from generator.decision.scoring import decide
from generator.models.parsing.fields import read_field
from generator.plan.planner import make_plan
from generator.rendering.context import template_context
from generator.rendering.renderer import render
from tests.support import scaffold, write_files

MODELS = '{"Author": {"name": "str"}, "Book": {"fields": {"title": "str", "author": "ref(Author)"}, "read": "member"}}'


def calls(run: Callable[[], object], *functions: Callable[..., Any]) -> Counter[str]:
    """How often each of the functions is called in a run, whatever name it was imported by."""
    names: dict[CodeType, str] = {function.__code__: function.__name__ for function in functions}
    counted = Counter[str]()

    def count(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code in names:
            counted[names[frame.f_code]] += 1

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("framework", ["auto", "flask", "django"])
def test_new_completes_decides_and_reads_the_models_once(framework: str, tmp_path: Path) -> None:
    said = f'{{"framework": "{framework}", "kind": "tool", "accounts": "roles", "models": {MODELS}}}'
    write_files(tmp_path, {"answers.json": said})
    stages = (complete, decide, make_plan, template_context, render, read_field)

    def new() -> None:
        made = scaffold(
            "new", "shelf", "--answers", tmp_path / "answers.json", "--defaults", "--into", tmp_path, "--no-git"
        )
        assert made.status == 0, made.err

    assert calls(new, *stages) == {stage.__name__: 1 for stage in stages} | {"read_field": 3}
