"""The path from answers to a tree needs no process, no terminal and no formatter, so that it runs in a browser."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys

for name in {refused!r}:
    sys.modules[name] = None  # makes importing it fail

from generator.answers.answers import complete
from generator.catalog.templates import find_template
from generator.decision.scoring import decide
from generator.knowledge.loader import load_knowledge
from generator.plan.planner import make_plan
from generator.project.record import add_record
from generator.rendering.context import template_context
from generator.rendering.renderer import render, unformatted

knowledge = load_knowledge()
answers = complete({answers!r}, knowledge)
decision = decide(answers, knowledge)
plan = make_plan(answers, find_template(decision.framework), knowledge)
tree = render(plan, template_context(answers.values, plan, decision), unformatted)
tree = add_record(tree, plan, answers, answers.values, decision)
print(json.dumps({{path: file.blob_id for path, file in tree.items() if not file.once}}))
"""

UNAVAILABLE = (
    *("subprocess", "_posixsubprocess", "multiprocessing", "pty", "ruff", "click", "questionary", "prompt_toolkit"),
    *("copier", "cookiecutter"),
)
"""What a browser has not, or what only a terminal needs."""

MODELS = {
    "Author": {"name": "str(100) unique"},
    "Book": {
        "fields": {"title": "str", "price": "decimal(8, 2) = 0 min=0", "author": "ref(Author)", "cover": "image?"}
    },
}
EVERYTHING = {"kind": "ecommerce", "accounts": "roles", "admin": "full", "security": "high", "models": MODELS}


def tree(refused: tuple[str, ...], **answers: object) -> dict[str, str]:
    program = PROGRAM.format(refused=refused, answers={"name": "shelf", **EVERYTHING, **answers})
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_project_is_rendered_where_no_process_can_be_started(framework: str) -> None:
    rendered = tree(UNAVAILABLE, framework=framework)
    assert len(rendered) > 100
    assert rendered == tree((), framework=framework)
