"""How fast scaffold is, as ratios to its peers in one run: `python -m benchmarks.speed [ROUNDS]` prints a table.

Each command is run in turn, round after round, so that a busy machine slows all of them alike; a figure is a median of
wall-clock time. A ratio below 1 means that scaffold is faster. The peers render a template of as many files and bytes
as the project that scaffold writes in the same round.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.answers.answers import complete
from generator.catalog.templates import find_template
from generator.decision.scoring import decide
from generator.knowledge.loader import load_knowledge
from generator.plan.planner import Plan, make_plan
from generator.rendering.context import template_context
from generator.rendering.formatting import format_with_ruff
from generator.rendering.renderer import compiled, render
from tests.support import many_models

PROGRAMS = Path(sys.executable).parent
ANSWERS = {
    "name": "shelf", "kind": "website", "team_size": "solo", "scale": "small", "security": "basic", "admin": "none",
    "core": "mixed", "framework": "django",
}  # fmt: skip
QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}


def run(folder: Path, *command: str | Path) -> Callable[[], None]:
    """The command as a step of the benchmark, in a fresh folder each time."""

    def step() -> None:
        shutil.rmtree(folder / "out", ignore_errors=True)
        (folder / "out").mkdir()
        subprocess.run([str(part) for part in command], cwd=folder / "out", env=QUIET, check=True, capture_output=True)

    return step


def seconds(step: Callable[[], None]) -> float:
    """How long one step takes, in seconds."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def peers(folder: Path) -> int:
    """Templates of the same files for copier and cookiecutter, most of them plain; gives how many files they have."""
    project = folder / "project"
    project.mkdir()
    run(folder, PROGRAMS / "scaffold", "new", "--answers", folder / "answers.json", "--no-git")()
    shutil.copytree(folder / "out/shelf", project, dirs_exist_ok=True)
    files = [path for path in project.rglob("*") if path.is_file() and ".scaffold" not in path.parts]
    for path in files:
        inside = path.relative_to(project)
        copier, cutter = folder / "copier" / inside, folder / "cutter/{{ cookiecutter.name }}" / inside
        for place in (copier, cutter):
            place.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        rendered = "name" in text and "{{" not in text and "{%" not in text and "{#" not in text
        copier.with_name(copier.name + ".jinja" if rendered else copier.name).write_text(text, encoding="utf-8")
        cutter.write_text(text if rendered else f"{{% raw %}}{text}{{% endraw %}}", encoding="utf-8")
    (folder / "copier/copier.yml").write_text("name: shelf\n", encoding="utf-8")
    (folder / "cutter/cookiecutter.json").write_text('{"name": "shelf"}', encoding="utf-8")
    return len(files)


def cold(plan: Plan, context: dict[str, Any]) -> None:
    """A rendering that compiles every template anew, as a process of its own does."""
    compiled.cache_clear()
    render(plan, context, format_with_ruff)


def rendering(rounds: int) -> tuple[float, list[tuple[int, float]]]:
    """Renderings of a base project per second in this process, and seconds by number of files for growing templates."""
    knowledge = load_knowledge()
    answers = complete(ANSWERS)
    decision = decide(answers, knowledge)
    plan = make_plan(answers, find_template("django"), knowledge)
    context = template_context(answers.values, plan, decision)
    render(plan, context, format_with_ruff)
    rate = 1 / statistics.median(seconds(lambda: render(plan, context, format_with_ruff)) for _ in range(rounds * 3))
    growth = []
    with tempfile.TemporaryDirectory() as name:
        for count in (100, 200, 400, 800):
            folder = Path(name) / str(count)
            (folder / "base/files").mkdir(parents=True)
            (folder / "template.toml").write_text('id = "many"\ntitle = "Many"\n', encoding="utf-8")
            (folder / "base/capability.toml").write_text('title = "Base"\n', encoding="utf-8")
            for number in range(count):
                text = f"[[ name ]] {number}\n" + "line [[ name ]]\n" * 20
                (folder / f"base/files/{number}.txt.jinja").write_text(text, encoding="utf-8")
            many = make_plan(answers, find_template("many", folder), knowledge)
            growth.append((count, statistics.median(seconds(lambda many=many: cold(many, context)) for _ in range(5))))
    return rate, growth


def with_models(count: int, framework: str) -> float:
    """Seconds from answers to a tree: a website with so many models of ten fields, each referring to the one before."""
    knowledge = load_knowledge()

    def step() -> None:
        compiled.cache_clear()
        answers = complete({**ANSWERS, "framework": framework, "models": many_models(count)})
        decision = decide(answers, knowledge)
        plan = make_plan(answers, find_template(framework), knowledge)
        render(plan, template_context(answers.values, plan, decision), format_with_ruff)

    return statistics.median(seconds(step) for _ in range(3))


def main() -> None:
    """The table, on stdout, in Markdown."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory(prefix="speed-") as name:
        folder = Path(name)
        answers = folder / "answers.json"
        answers.write_text(json.dumps(ANSWERS), encoding="utf-8")
        count = peers(folder)
        steps = {
            "scaffold --help": run(folder, PROGRAMS / "scaffold", "--help"),
            "scaffold decide": run(folder, PROGRAMS / "scaffold", "decide", "--answers", answers),
            "scaffold new": run(folder, PROGRAMS / "scaffold", "new", "--answers", answers, "--no-git"),
            "cookiecutter --version": run(folder, PROGRAMS / "cookiecutter", "--version"),
            "cookiecutter": run(folder, PROGRAMS / "cookiecutter", "--no-input", folder / "cutter"),
            "copier copy": run(
                folder, PROGRAMS / "copier", "copy", "--defaults", "--quiet", folder / "copier", "shelf"
            ),
            "django-admin startproject": run(folder, PROGRAMS / "django-admin", "startproject", "shelf"),
        }
        times: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(rounds):
            for name, step in steps.items():
                times[name].append(seconds(step))
    median = {name: statistics.median(taken) for name, taken in times.items()}
    rate, growth = rendering(rounds)
    print(f"{count} files a project, {rounds} rounds, Python {sys.version.split()[0]}\n")
    print("| | median, ms | to its peer |\n|---|---|---|")
    for name, peer in (
        ("scaffold --help", "cookiecutter --version"),
        ("scaffold decide", "cookiecutter --version"),
        ("scaffold new", "copier copy"),
        ("scaffold new", "cookiecutter"),
        ("scaffold new", "django-admin startproject"),
    ):
        ratio = median[name] / median[peer]
        print(f"| `{name}` | {median[name] * 1000:.0f} | {ratio:.2f} of `{peer}` ({median[peer] * 1000:.0f}) |")
    print(f"| rendering in one process | {1000 / rate:.0f} | {rate:.0f} projects a second |")
    for framework in ("flask", "django"):
        for models in (1, 10, 100):
            taken = with_models(models, framework)
            what = f"{models} {'model' if models == 1 else 'models'} in {framework.title()}"
            print(f"| {what} | {taken * 1000:.0f} | {taken / models * 1000:.0f} ms each |")
    for files, taken in growth:
        print(f"| rendering {files} files | {taken * 1000:.0f} | {taken / files * 1e6:.0f} µs a file |")


main()
