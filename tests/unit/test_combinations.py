"""Every combination of framework, accounts, admin and security that is allowed gives a clean project."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.answers.answers import complete
from generator.catalog.templates import find_template
from generator.errors import PlanError
from generator.knowledge.loader import load_kinds, load_knowledge
from generator.models.reserved import INPUTS
from generator.models.views import model_views
from generator.plan.facts import facts
from generator.plan.planner import Plan, make_plan
from tests.support import scaffold, settings

KNOWLEDGE = load_knowledge()
PEOPLE = re.compile(r"allauth|flask_security|flask_admin|contrib\.admin\b|two.factor|/accounts/", re.IGNORECASE)
PANEL = re.compile(r"flask.admin|contrib\.admin\b|[\"']/admin/", re.IGNORECASE)
QUESTIONS = ("accounts", "admin", "security")
KINDS = ("website", "api", "microservice")
"""A kind with pages, one with people behind an interface for programs, and one that may be strict without people."""

COMBINATIONS = [
    {"framework": framework, "kind": kind, **dict(zip(QUESTIONS, options, strict=True))}
    for framework in ("flask", "django")
    for kind in KINDS
    for options in product(*(KNOWLEDGE.question(id).option_ids for id in QUESTIONS))
]


def contradicts(answers: dict[str, str]) -> bool:
    """Whether the answers contradict each other: staff or strict protection, and nobody who signs in."""
    strict = answers["security"] == "high" and answers["kind"] not in {"microservice", "iot"}
    return answers["accounts"] == "none" and (answers["admin"] == "full" or strict)


ALLOWED = [answers for answers in COMBINATIONS if not contradicts(answers)]
REFUSED = [answers for answers in COMBINATIONS if contradicts(answers)]

NOT_IMPORTED = {
    "email-validator": "WTForms checks addresses with it",
    "argon2-cffi": "the framework hashes passwords with it",
    "cryptography": "Flask-Security encrypts the secrets of second factors with it",
    "gunicorn": "it starts the application, not the other way round",
    "qrcode": "Flask-Security draws the code that an authenticator app reads with it",
    "redis": "the framework loads it where REDIS_URL is set",
}
"""Run-time dependencies that no line of a project names, and why."""

READ_ELSEWHERE = {
    "DEBUG": "Flask reads it from its configuration",
    "PORT": "gunicorn reads it from the environment",
    "SECRET_KEY": "Flask reads it from its configuration",
    "WEB_CONCURRENCY": "gunicorn reads it from the environment",
}
"""Settings that no line of a project names, and why they are checked all the same."""

IMPORTED_AS = {
    "bootstrap-flask": "flask_bootstrap",
    "bootstrap-wrapper": "bootstrap_wrapper",
    "dj-database-url": "dj_database_url",
    "django-allauth": "allauth",
    "django-auditlog": "auditlog",
    "django-crispy-forms": "crispy_forms",
    "django-csp": "csp",
    "django-filter": "django_filters",
    "django-import-export": "import_export",
    "django-rest-knox": "knox",
    "djangorestframework": "rest_framework",
    "flask-wtf": "flask_wtf",
    "pillow": "PIL",
}
"""The module of a package that is not called like its module, in small letters and with underscores."""


def id_of(answers: dict[str, str]) -> str:
    return "-".join(answers.values())


def project(answers: dict[str, str], folder: Path) -> Path:
    """A project with these answers and defaults for the rest."""
    made = scaffold("new", "shelf", *settings(answers), "--defaults", "--no-git", "--into", folder, "--json")
    assert made.status == 0, made.err
    return Path(made.json["path"])


def files(folder: Path, pattern: str) -> Iterator[tuple[Path, str]]:
    """The files of a project, with their text."""
    for place in sorted(folder.rglob(pattern)):
        if place.is_file() and not {".git", ".scaffold"} & set(place.parts):
            yield place, place.read_text(encoding="utf-8")


def ruff(folder: Path, *words: str) -> None:
    """Run ruff with the rules of the project; `check` refuses empty blocks as well."""
    words += ("--extend-select", "PIE790,TC005") if words[0] == "check" else ()
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize(
    "answers",
    [pytest.param(answers, marks=[] if answers["kind"] == "website" else pytest.mark.slow) for answers in ALLOWED],
    ids=id_of,
)
def test_an_allowed_combination_is_clean(answers: dict[str, str], tmp_path: Path) -> None:
    folder = project(answers, tmp_path)
    ruff(folder, "check")
    ruff(folder, "format", "--check")
    assert_everything_parses(folder)
    assert_everything_is_used(folder)
    if answers["admin"] == "none":
        assert_no_trace(PANEL, folder, "app/admin")
        if answers["accounts"] == "none":
            assert_no_trace(PEOPLE, folder, "app/users" if answers["framework"] == "flask" else "app/accounts")


def assert_everything_parses(folder: Path) -> None:
    """No mark of a template is left, and every file is what its name says."""
    readers: dict[str, Callable[[str], object]] = {
        ".toml": tomllib.loads,
        ".yml": yaml.safe_load,
        ".yaml": yaml.safe_load,
        ".json": json.loads,
    }
    for place, text in files(folder, "*"):
        assert not re.search(r"\[\[ | \]\]|\[% | %\]|\[# ", text), place
        assert text.endswith("\n") or not text or place.suffix == ".txt", place
        readers.get(place.suffix, str)(text)


CLOCK = {"now", "today", "time", "monotonic", "ago"}
"""Functions that read the clock, or helpers of the generated tests that do."""


@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize("kind", KNOWLEDGE.question("kind").option_ids)
def test_generated_tests_read_no_clock_when_they_are_collected(framework: str, kind: str, tmp_path: Path) -> None:
    for place, text in files(project({"framework": framework, "kind": kind}, tmp_path) / "tests", "*.py"):
        called = {getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls_at_import(ast.parse(text))}
        assert not called & CLOCK, place


def calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Return the calls that run when a module is imported: those outside of functions, decorators included."""
    inside = node.body if isinstance(node, ast.FunctionDef) else [node.body] if isinstance(node, ast.Lambda) else []
    for child in ast.iter_child_nodes(node):
        if child not in inside:
            if isinstance(child, ast.Call):
                yield child
            yield from calls_at_import(child)


def assert_everything_is_used(folder: Path) -> None:
    """Every setting is read, and every dependency is imported, or there is a reason why not."""
    found = {place.relative_to(folder).as_posix(): text for place, text in files(folder, "*.py")}
    code = {path: text for path, text in found.items() if not re.search(r"\btests?(_|\b)", path)}
    read = "\n".join(code.values())
    by_flask = {"DEBUG", "SECRET_KEY"} if (folder / "manage.py").exists() else set()
    elsewhere = READ_ELSEWHERE.keys() - by_flask
    module = next(place for name in ("app/config.py", "config/environment.py") if (place := folder / name).exists())
    for field in settings_fields(module):
        assert field in elsewhere or re.search(rf"\.{field}\b|config\[[\"']{field}[\"']\]", read), field
    named = set().union(*(modules(text) for text in code.values()))
    for dependency in dependencies(folder):
        package = IMPORTED_AS.get(dependency, dependency.replace("-", "_"))
        assert package in named or dependency in NOT_IMPORTED, dependency


def assert_no_trace(of: re.Pattern[str], folder: Path, package: str) -> None:
    """What was not chosen is neither named in a file nor there as a package."""
    for place, text in files(folder, "*"):
        if place.suffix in {".py", ".html", ".toml"}:
            assert not of.search(text), place
    assert not (folder / package).exists()


@pytest.mark.parametrize("answers", REFUSED, ids=id_of)
def test_a_contradiction_is_refused_by_name_with_two_ways_to_mend_it(answers: dict[str, str], tmp_path: Path) -> None:
    made = scaffold("new", "shelf", *settings(answers), "--defaults", "--into", tmp_path)
    assert made.status == 2
    assert "accounts: none" in made.err
    assert re.search(r"admin: full|security: high", made.err)
    assert len(re.findall(r"set (accounts|admin|security): ", made.err)) >= 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"accounts": "accounts", "without": "mail"}, "mail is required by accounts, for "),
        ({"admin": "basic", "accounts": "roles", "without": "roles"}, "roles is required by admin, for "),
        ({"with": "admin_tools", "without": "admin"}, "admin is required by admin_tools, for "),
        ({"security": "high", "accounts": "roles", "without": "two_factor"}, "is required by accounts with high, for "),
    ],
)
def test_what_is_required_cannot_be_left_out(
    framework: str, answers: dict[str, str], said: str, tmp_path: Path
) -> None:
    made = scaffold("new", "shelf", "--framework", framework, *settings(answers), "--defaults", "--into", tmp_path)
    assert made.status == 2
    assert said in made.err


def used_layers(framework: str) -> set[str]:
    """Return the names of the layers that some project of a framework has."""
    template = find_template(framework)
    with_all = {"kind": "website", "scale": "medium", "accounts": "roles", "admin": "full", "security": "high"}
    leaflet = {"Leaflet": {"title": "str", "cover": "image?"}}
    plans: list[dict[str, Any]] = [
        {**with_all, "with": ("sso", "api"), "models": leaflet},
        {**with_all, "scale": "large", "models": leaflet},
        {"kind": "microservice"},
        {"kind": "microservice", "core": "records"},
        {"kind": "microservice", "core": "wrapper", "with": ("metrics",)},
        {"kind": "microservice", "core": "wrapper", "scale": "large"},
        {"kind": "prototype"},
        {"kind": "tool"},
        {"kind": "prototype", "with": ("diagnostics",)},
        {"kind": "prototype", "without": ("single_module",)},
        {"kind": "website", "minimal_dependencies": True},
        *({"kind": kind, "admin": "full"} for kind in KNOWLEDGE.question("kind").option_ids),
        {"team_size": "large", "accounts": "accounts", "with": ("gitlab",)},
        {"license": "BSD-3-Clause"},
        {"license": "Apache-2.0"},
    ]
    made = (make_plan(complete({**answers, "framework": framework}), template, KNOWLEDGE) for answers in plans)
    return {layer.name for plan in made for layer in plan.layers}


def test_every_layer_is_in_some_project() -> None:
    """A shared layer may be there for one framework alone."""
    frameworks = ("flask", "django")
    layers = {layer.name for framework in frameworks for layer in find_template(framework).layers.values()}
    assert layers == set().union(*map(used_layers, frameworks))


def settings_fields(place: Path) -> list[str]:
    """The names of the settings that a project reads from its environment."""
    (cls,) = (
        node
        for node in ast.parse(place.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
    )
    return [
        node.target.id
        for node in cls.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and "ClassVar" not in ast.dump(node)
    ]


def modules(text: str) -> set[str]:
    """The packages that a module imports, or names in a text as Django's settings do."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w.]+", node.value):
            found.add(node.value.split(".")[0])
    return found


def dependencies(folder: Path) -> list[str]:
    """The run-time dependencies of a project, by the names of their packages."""
    listed = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return [re.split(r"[\[<>=]", requirement)[0].lower() for requirement in listed]


def test_every_kind_says_why_either_framework_fits_it(tmp_path: Path) -> None:
    assert set(load_kinds()) == set(KNOWLEDGE.question("kind").option_ids)
    for kind, known in load_kinds().items():
        assert set(known["fits"]) == {"flask", "django"}, kind
    record = project({"kind": "cms", "framework": "flask"}, tmp_path) / "docs/adr/0001-framework.md"
    assert load_kinds()["cms"]["fits"]["flask"] in record.read_text(encoding="utf-8")


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_wrapper_stores_nothing_unless_models_are_answered(framework: str) -> None:
    def planned(**answers: Any) -> Plan:
        given = {"kind": "microservice", "framework": framework, **answers}
        return make_plan(complete(given, KNOWLEDGE), find_template(framework), KNOWLEDGE)

    storing = {"api", "models", "database"}
    wrapper = planned(core="wrapper")
    assert "upstream" in wrapper.capabilities
    assert (storing | {"migrations"}).isdisjoint(wrapper.capabilities)
    assert wrapper.models == ()
    assert storing | {"upstream"} <= set(planned(models={"Book": {"title": "str"}}).capabilities)
    assert "upstream" not in planned(core="records").capabilities
    assert "upstream" in planned(kind="prototype", **{"with": ("upstream",)}).capabilities


IDEA: dict[str, Any] = {"title": "str"}
BARE = {"kind": "website", "without": ("about", "contact")}


BOTH = {"flask", "django"}


@pytest.mark.parametrize("framework", ["flask", "django"])
@pytest.mark.parametrize(
    ("answers", "single"),
    [
        ({}, BOTH),
        ({"models": {"Note": {"text": "text", "state": "choice(new, old)"}}}, BOTH),
        ({"models": {"Note": {"fields": IDEA, "ordering": ["-title"], "read": "anyone", "write": "anyone"}}}, BOTH),
        ({"models": {"Note": IDEA, "Tag": IDEA}}, set()),
        ({"models": {"Note": {"title": "str", "parent": "ref(Note)?"}}}, set()),
        ({"models": {"Note": {"title": "str", "scan": "file?"}}}, set()),
        ({"models": {"Note": {"fields": IDEA, "search": ["title"]}}}, set()),
        ({"models": {"Note": {"fields": IDEA, "ordering": ["-created_at"]}}}, set()),
        ({"models": {"Note": {"fields": IDEA, "without": ["api"]}}}, set()),
        ({"models": {"Bootstrap": IDEA}}, {"django"}),
        ({"models": {"Note": {"title": "str", "submit": "str"}}}, {"django"}),
        ({"models": {"Note": {"title": "str", "data": "json?"}}}, {"django"}),
        ({"models": {"JSON5": {"title": "str", "field": "choice(a, b)"}}}, BOTH),
        ({"scale": "medium"}, set()),
        ({"team_size": "medium"}, BOTH),
        ({"team_size": "large"}, set()),
        ({"security": "elevated"}, set()),
        ({"accounts": "accounts"}, set()),
        ({"frontend": "none", "with": ("api",)}, set()),
        ({"with": ("exports",)}, {"django"}),
        ({"kind": "tool"}, {"django"}),
        ({"kind": "tool", "with": ("api",)}, set()),
        ({"without": ("single_module",)}, set()),
        ({"kind": "website"}, set()),
        ({**BARE, "with": ("models", "single_module"), "models": {"Note": IDEA}}, BOTH),
    ],
)  # fmt: skip
def test_a_prototype_of_one_plain_model_is_one_module_or_app(
    framework: str, answers: dict[str, Any], single: set[str]
) -> None:
    given = {"kind": "prototype", "framework": framework, **answers}
    plan = make_plan(complete(given, KNOWLEDGE), find_template(framework), KNOWLEDGE)
    names = {layer.capability for layer in plan.layers if not layer.any_layout}
    if framework in single:
        assert names - {"exports", "single_module with exports"} == {"single_module", "project", "license_mit"}
        assert not plan.not_yet
    else:
        assert {"base"} <= names - {"single_module"}


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_who_starts_a_prototype_is_told_that_production_is_read_only(framework: str, tmp_path: Path) -> None:
    made = scaffold(
        "new",
        "shelf",
        *settings({"kind": "prototype", "framework": framework}),
        "--defaults",
        "--dry-run",
        "--json",
        "--into",
        tmp_path,
    )
    assert any("ALLOW_ANONYMOUS_WRITES" in warning for warning in made.json["warnings"])


def test_no_field_of_one_module_needs_another_name_in_its_form() -> None:
    assert set(find_template("flask").layers["single_module"].reserves) >= INPUTS


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_one_module_that_is_asked_for_by_name_has_to_do(framework: str) -> None:
    given = {"kind": "website", "framework": framework, "with": ("single_module",)}
    with pytest.raises(PlanError, match="single_module is for pages of one plain model"):
        make_plan(complete(given, KNOWLEDGE), find_template(framework), KNOWLEDGE)


LEFT_OUT = {
    "api": {"flask-swagger-ui"},
    "iot": {"flask-swagger-ui", "structlog"},
    "microservice": {"httpx-retries", "structlog"},
    "spa": {"flask-swagger-ui"},
    "tool": {"structlog"},
    "website": {"email-validator"},
}
"""Packages that `minimal_dependencies` leaves out of Flask projects, by kind; of other kinds but prototypes, none."""


@pytest.mark.parametrize("kind", sorted(set(KNOWLEDGE.question("kind").option_ids) - {"prototype"}))
def test_minimal_dependencies_leaves_out_what_the_readme_names(kind: str, tmp_path: Path) -> None:
    def packages(project: Path) -> set[str]:
        pyproject = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
        return {each.split("==")[0] for each in pyproject["project"]["dependencies"]}

    asked: list[str | Path] = [
        "--set",
        f"kind={kind}",
        "--framework",
        "flask",
        "--defaults",
        "--no-git",
        "--into",
        tmp_path,
        "--json",
    ]
    full = packages(Path(scaffold("new", "full", *asked, "--set", "minimal_dependencies=false").json["path"]))
    made = scaffold("new", "few", *asked, "--set", "minimal_dependencies=true").json
    few = packages(project := Path(made["path"]))
    assert few <= full
    assert full - few == LEFT_OUT.get(kind, set())
    section = (project / "README.md").read_text(encoding="utf-8").split("## Packages\n\n")[1]
    assert set(re.findall(r"^\* (\S+) is left out: .{20,}", section, re.MULTILINE)) == full - few
    assert ("No package is left out" in section) == (full == few)
    assert any("none is left out" in warning for warning in made["warnings"]) == (full == few)
    for _, text in files(project, "app/**/*.py"):
        assert not [name for name in full - few if re.search(rf"import {name.replace('-', '_')}\b", text)]


def test_a_package_that_another_part_uses_is_not_left_out() -> None:
    def plan(**answers: Any) -> Plan:
        given = {"kind": "iot", "framework": "flask", "minimal_dependencies": True, **answers}
        return make_plan(complete(given, KNOWLEDGE), find_template("flask"), KNOWLEDGE)

    for made, used in ((plan(), False), (plan(accounts="accounts", security="high"), True)):
        assert ("structlog" in {entry["id"] for entry in made.collections["dependencies"]}) == used
        assert ("structlog" in {entry["id"] for entry in made.collections["left_out"]}) != used


def test_a_plural_that_would_replace_a_module_is_refused_with_a_way_out() -> None:
    answers: dict[str, Any] = {"kind": "website", "framework": "flask", "accounts": "roles", "admin": "full"}
    answers |= {"scale": "medium", "with": ("api", "exports"), "models": {"Note": {"title": "str"}}}
    built = make_plan(complete(answers, KNOWLEDGE), find_template("flask"), KNOWLEDGE)
    paths = [path for layer in built.layers for path, _ in layer.files]
    modules = {Path(path).name.split(".")[0] for path in paths if re.fullmatch(r"app/(api/)?\w+\.py(\.jinja)?", path)}
    packages = {path.split("/")[1] for path in paths if re.match(r"app/\w+/", path)}
    names = (modules | packages) - {"__init__", "PLURAL"}
    assert names >= {"auth", "config", "extensions", "fields", "mail", "main", "models", "pagination", "permissions"}
    for name in names:
        note = {"fields": {"title": "str"}, "plural": name}
        with pytest.raises(PlanError, match="choose a name such as NoteRecord"):
            make_plan(complete(answers | {"models": {"Note": note}}, KNOWLEDGE), find_template("flask"), KNOWLEDGE)


@pytest.mark.parametrize(("field", "refused"), [("file?", True), ("text?", False)])
def test_a_plural_is_checked_against_modules_that_the_models_bring(field: str, refused: bool) -> None:
    note = {"fields": {"scan": field}, "plural": "uploads"}
    given = {"kind": "website", "framework": "flask", "models": {"Note": note}}
    try:
        make_plan(complete(given, KNOWLEDGE), find_template("flask"), KNOWLEDGE)
    except PlanError as error:
        assert refused
        assert "its module would be uploads" in str(error)
    else:
        assert not refused


LIGHT = (
    {"kind": "prototype"},
    {"kind": "tool"},
    {"kind": "api"},
    {"kind": "website", "accounts": "accounts"},
    {"kind": "microservice", "core": "wrapper"},
)


@pytest.mark.parametrize("answers", LIGHT, ids=lambda answers: answers["kind"])
@pytest.mark.parametrize(("framework", "other"), [("flask", "django"), ("django", "flask|werkzeug")])
def test_a_light_project_has_no_trace_of_the_other_framework(
    framework: str, other: str, answers: dict[str, str], tmp_path: Path
) -> None:
    folder = project({"framework": framework, **answers}, tmp_path)
    for place, text in files(folder, "*"):
        if "adr" not in place.parts:
            assert not re.search(other, text, re.IGNORECASE), place


@pytest.mark.parametrize(
    ("answers", "one"),
    [
        ({"models": {f"Model{number}": IDEA for number in range(3)}}, True),
        ({"models": {f"Model{number}": IDEA for number in range(4)}}, False),
        ({"models": {"Note": {"fields": {"title": "str", "scan": "file?"}}}}, False),
        ({"kind": "ecommerce"}, False),
    ],
)
def test_an_api_of_few_plain_models_has_one_module_for_them_in_django(answers: dict[str, Any], one: bool) -> None:
    given = {"kind": "api", "framework": "django", **answers}
    plan = make_plan(complete(given, KNOWLEDGE), find_template("django"), KNOWLEDGE)
    found = facts(plan, model_views(plan.models, accounts=False, roles=False, api=True))
    assert (found["has_one_module"], found["has_model_modules"]) == (one, not one)
