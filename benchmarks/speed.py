"""How fast scaffold is, as ratios to its peers in one run: `python -m benchmarks.speed [ROUNDS]` prints a table.

Each command is run in turn, round after round, so that a busy machine slows all of them alike; a figure is a median of
wall-clock time. A ratio below 1 means that scaffold is faster. All are installed from wheels into one environment. What
they do:

* `scaffold new` reads the answers, decides, renders the project, formats its Python and writes it with its record;
* `copier copy`, `cookiecutter` and `django-admin startproject --template` render a template of the same files, each
  file with one variable, and write them;
* `django-admin startproject` writes the six files of Django's own template.
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
from generator.catalog.templates import builtin_folder, find_template
from generator.catalog.versions import read_versions
from generator.decision.scoring import decide
from generator.knowledge.loader import load_knowledge
from generator.plan.planner import Plan, make_plan
from generator.rendering.context import template_context
from generator.rendering.environments import environment
from generator.rendering.formatting import format_with_ruff
from generator.rendering.renderer import render
from tests.support import REPOSITORY, many_models

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


def installed(folder: Path) -> Path:
    """Install the wheel, its peers and Django into an environment, and return the folder of their programs."""
    django = read_versions([builtin_folder() / "django"])["django"].version
    uv = [PROGRAMS / "uv", "--quiet"]
    run(folder, *uv, "build", "--wheel", "--out-dir", folder / "dist", REPOSITORY)()
    run(folder, *uv, "venv", "--python", sys.executable, folder / "venv")()
    packages = [*(folder / "dist").glob("*.whl"), f"django=={django}"]
    python = folder / "venv/bin/python"
    constraints = REPOSITORY / "tests/constraints.txt"
    run(folder, *uv, "pip", "install", "--compile-bytecode", "--python", python, "-c", constraints, *packages)()
    return python.parent


def peers(folder: Path, programs: Path) -> int:
    """Write templates of the same files for the peers, each file with one variable; return how many files they have."""
    project = folder / "project"
    run(folder, programs / "scaffold", "new", "--answers", folder / "answers.json", "--no-git")()
    shutil.copytree(folder / "out/shelf", project)
    files = [path for path in project.rglob("*") if path.is_file() and ".scaffold" not in path.parts]
    for path in files:
        inside = path.relative_to(project)
        text = path.read_text(encoding="utf-8")
        write(folder / "copier" / f"{inside}.jinja", with_variable(text, "name", "raw"))
        write(folder / "cutter/{{ cookiecutter.name }}" / inside, with_variable(text, "cookiecutter.name", "raw"))
        write(folder / "django" / inside, with_variable(text, "project_name", "verbatim"))
    write(folder / "copier/copier.yml", "name: shelf\n")
    write(folder / "cutter/cookiecutter.json", '{"name": "shelf"}')
    return len(files)


def with_variable(text: str, name: str, raw: str) -> str:
    """Return a template of the text with one variable: in place of the project's name, or else at the end."""
    if any(mark in text for mark in ("{{", "{%", "{#")):
        return f"{{% {raw} %}}{text}{{% end{raw} %}}{{{{ {name} }}}}"
    before, found, after = text.partition("shelf")
    return f"{before}{{{{ {name} }}}}{after if found else ''}"


def write(place: Path, text: str) -> None:
    """Write a file, in a new folder where there is none."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def cold(plan: Plan, context: dict[str, Any]) -> None:
    """A rendering that loads every template anew, as a process of its own does."""
    environment.cache_clear()
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
        environment.cache_clear()
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
        os.environ["XDG_CACHE_HOME"] = QUIET["XDG_CACHE_HOME"] = name
        programs = installed(folder)
        count = peers(folder, programs)
        django = [programs / "django-admin", "startproject"]
        suffixes = ["--extension", "py,md,toml,txt,html,svg,js,css,yml,json"]
        steps = {
            "scaffold --help": run(folder, programs / "scaffold", "--help"),
            "scaffold decide": run(folder, programs / "scaffold", "decide", "--answers", answers),
            "scaffold new": run(folder, programs / "scaffold", "new", "--answers", answers, "--no-git"),
            "cookiecutter --version": run(folder, programs / "cookiecutter", "--version"),
            "cookiecutter": run(folder, programs / "cookiecutter", "--no-input", folder / "cutter"),
            "copier copy": run(
                folder, programs / "copier", "copy", "--defaults", "--quiet", folder / "copier", "shelf"
            ),
            "django-admin startproject --template": run(
                folder, *django, "--template", folder / "django", *suffixes, "shelf"
            ),
            "django-admin startproject": run(folder, *django, "shelf"),
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
        ("scaffold new", "django-admin startproject --template"),
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
