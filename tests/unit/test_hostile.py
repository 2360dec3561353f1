"""Whatever a person writes: the files parse, the text comes back, and nothing of it runs."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.answers.answers import complete
from generator.answers.values import TEXT_LIMIT
from generator.catalog.templates import builtin_folder, find_template
from generator.decision.scoring import decide
from generator.knowledge.loader import load_knowledge
from generator.plan.planner import make_plan
from generator.project.record import add_record
from generator.rendering.context import FREE_TEXT, template_context
from generator.rendering.formatting import format_with_ruff
from generator.rendering.renderer import render
from generator.rendering.tree import Tree
from generator.text import FILTERS
from tests.support import COMPLETE
from tests.unit.test_text import HOSTILE

KNOWLEDGE = load_knowledge()
SHAPES: list[dict[str, Any]] = [
    {"framework": "flask", "frontend": "pages", "scale": "medium"},
    {"framework": "flask", "frontend": "none", "license": "proprietary"},
    {"framework": "django", "frontend": "pages", "scale": "medium", "license": "BSD-3-Clause"},
    {"framework": "django", "frontend": "none", "license": "Apache-2.0"},
]
HEAVY = [{"framework": it, "accounts": "roles", "admin": "full", "security": "high"} for it in ("flask", "django")]


def project(**answers: Any) -> Tree:
    explicit = complete({**COMPLETE, **answers})
    decision = decide(explicit, KNOWLEDGE)
    plan = make_plan(explicit, find_template(decision.framework), KNOWLEDGE)
    tree = render(plan, template_context(explicit.values, plan, decision), format_with_ruff)
    return add_record(tree, plan, explicit, explicit.values, decision)


def assert_sound(tree: Tree, text: str) -> None:
    """Every file parses, and the text stands where it is shown, exactly."""
    shown = []
    for path, file in tree.items():
        if path.endswith(".zip"):
            continue
        source = file.content.decode()
        assert "\r" not in source
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", source), path
        if path.endswith(".py"):
            shown += [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
        elif path.endswith(".toml"):
            tomllib.loads(source)
        elif path.endswith((".yml", ".yaml")):
            read = yaml.safe_load(source)
            assert path != ".scaffold/answers.yml" or read["description"] == text
        elif path.endswith(".json"):
            json.loads(source)
        elif path.endswith(".env.example") or path == ".env":
            assert all(re.fullmatch(r"(#.*|[A-Z_]+=\S*|)", line) for line in source.splitlines()), path
    assert text in shown
    assert "49" not in tree["README.md"].content.decode().replace(text, " ") or "49" in text


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "-".join(shape.values()))
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_data_in_every_file(shape: dict[str, Any], text: str) -> None:
    assert_sound(project(description=text, author=text, **shape), text)


@pytest.mark.parametrize("shape", HEAVY, ids=lambda shape: shape["framework"])
def test_all_hostile_text_together_is_data_in_the_heaviest_projects(shape: dict[str, Any]) -> None:
    together = " ".join(HOSTILE)[:TEXT_LIMIT]
    assert_sound(project(description=together, author=together, **shape), together)


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=TEXT_LIMIT)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text, text, st.sampled_from(SHAPES + HEAVY))
def test_any_text_is_data_in_every_file(description: str, author: str, shape: dict[str, Any]) -> None:
    assert_sound(project(description=description, author=author, **shape), description)


def test_a_real_shell_that_sources_env_runs_nothing(tmp_path: Path) -> None:
    tree = project(description="$(touch ran) `touch ran`", author="'; touch ran; '")
    (tmp_path / ".env").write_bytes(tree[".env"].content)
    done = subprocess.run(
        ["sh", "-c", "set -a; . ./.env; env"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "SECRET_KEY=" in done.stdout
    assert not (tmp_path / "ran").exists()


TEMPLATES = sorted(path for path in builtin_folder().rglob("*.jinja"))
BARE = re.compile(r"\[\[(?P<expression>.*?)\]\]", re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(builtin_folder())))
def test_a_template_prints_free_text_only_through_a_filter_and_never_in_quotes(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    for found in BARE.finditer(source):
        expression = re.sub(r'"[^"]*"', '""', found["expression"])
        if re.search(rf"(?<![.\w])({'|'.join(FREE_TEXT)})\b", expression) or "row.value" in expression:
            last = expression.split("|")[-1].strip()
            assert last in set(FILTERS) - {"single_line"}, expression
        if "literal" in expression:
            around = source[found.start() - 1] + source[found.end() : found.end() + 1]
            assert not {'"', "'"} & set(around), expression


def test_templates_need_no_white_space_control() -> None:
    assert not [t for t in TEMPLATES if re.search(r"\[%-|-%\]|\[\[-|-\]\]", t.read_text(encoding="utf-8"))]
