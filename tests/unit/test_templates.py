import re
from pathlib import Path

import pytest

from generator.answers.answers import complete
from generator.catalog.templates import builtin_folder, find_template, framework_ids, read_template
from generator.decision.scoring import decide
from generator.errors import Misuse, PlanError, TemplateError
from generator.knowledge.loader import load_knowledge
from generator.models.views.fields import FieldView
from generator.models.views.lists import FieldLists
from generator.models.views.models import ModelView
from generator.plan.facts import facts
from generator.plan.planner import Plan, make_plan
from generator.rendering.context import template_context
from generator.rendering.formatting import format_with_ruff
from generator.rendering.renderer import render
from generator.rendering.tree import Tree
from tests.support import COMPLETE, REPOSITORY, scaffold, write_files
from tests.toy import toy_template

KNOWLEDGE = load_knowledge()


def plan(folder: Path, **answers: object) -> Plan:
    return make_plan(complete({**COMPLETE, **answers}), read_template(folder), KNOWLEDGE)


def rendered(folder: Path, **answers: object) -> Tree:
    values = complete({**COMPLETE, **answers}).values
    made = plan(folder, **answers)
    return render(made, template_context(values, made, decide(complete(values), KNOWLEDGE)), format_with_ruff)


def test_a_layer_is_files_that_are_rendered_or_copied_as_they_lie(tmp_path: Path) -> None:
    tree = rendered(toy_template(tmp_path), description="A <b>toy</b>")
    assert tree["README.md"].content == b"# Shelf\n\nA \\<b\\>toy\\</b\\>\n\nIt greets.\n"
    assert tree["plain.txt"].content == b"[[ not rendered ]] ${{ secrets.X }}\n"
    assert tree["toy.cfg"].content == b"python -m app\n"
    assert tree["greeting.txt"].layer == "toy/greeting"


def test_a_file_is_there_when_its_fact_holds(tmp_path: Path) -> None:
    assert "with-accounts.txt" not in rendered(toy_template(tmp_path))
    assert "with-accounts.txt" in rendered(toy_template(tmp_path), **{"with": ("accounts",)})


def test_a_layer_that_answers_cannot_name_is_no_fact(tmp_path: Path) -> None:
    folder = toy_template(
        tmp_path, {"high/capability.toml": 'title = "H"\n', "base/files/a.txt.jinja": "[% if high %]\nx\n[% endif %]\n"}
    )
    with pytest.raises(TemplateError, match="'high' is undefined"):
        rendered(folder)


def test_a_file_is_there_for_each_model(tmp_path: Path) -> None:
    folder = toy_template(tmp_path, {"models/capability.toml": 'title = "Models"\n'})
    tree = rendered(folder, models={"Book": {"title": "str"}, "BookShelf": {"room": "str"}})
    about = {path: file.content for path, file in tree.items() if path.startswith("about/")}
    assert about == {"about/book.txt": b"Book\n", "about/book_shelf.txt": b"BookShelf\n"}


def test_rendered_python_is_formatted(tmp_path: Path) -> None:
    content = rendered(toy_template(tmp_path), description='say "hi"')["app.py"].content.decode()
    assert content == 'TITLE = "Shelf"\nDESCRIPTION = \'say "hi"\'\nFEATURES = ["greeting"]\n'


def test_imports_of_rendered_python_are_sorted_and_those_not_needed_go(tmp_path: Path) -> None:
    source = "import sys\nimport app\nfrom os import path, sep\nimport json\n\nprint(sep, app, json)\n"
    tree = rendered(toy_template(tmp_path, {"base/files/tool.py.jinja": source, "base/files/as_is.py": source}))
    assert (
        tree["tool.py"].content.decode() == "import json\nfrom os import sep\n\nimport app\n\nprint(sep, app, json)\n"
    )
    assert tree["as_is.py"].content.decode() == source


def test_collections_are_merged_and_sorted_by_order_and_id(tmp_path: Path) -> None:
    assert rendered(toy_template(tmp_path))["dependencies.txt"].content == b"first\nalib\nzlib\n"


def test_what_is_required_comes_along_with_the_reason(tmp_path: Path) -> None:
    made = plan(toy_template(tmp_path), **{"with": ("admin",), "frontend": "pages"})
    assert {"accounts", "admin", "greeting"} <= set(made.capabilities)
    assert "accounts with admin" in {layer.capability for layer in made.layers}
    assert made.reasons["accounts"] == "admin requires it: staff sign in"


def test_a_layer_for_two_capabilities_is_there_only_with_both(tmp_path: Path) -> None:
    assert "both.txt" not in rendered(toy_template(tmp_path), **{"with": ("accounts",)})
    assert "both.txt" in rendered(toy_template(tmp_path), **{"with": ("admin",)})


def words_in(folder: Path, *suffixes: str) -> set[str]:
    """Return the words in the files of a folder, without those that are defined there."""
    texts = (place.read_text(encoding="utf-8") for place in folder.rglob("*") if place.suffix in suffixes)
    return {word for text in texts for word in re.findall(r"\w+", re.sub(r"(?m)def \w+|^ +\w+: ", "", text))}


def test_every_fact_and_every_property_of_a_model_is_used() -> None:
    made = make_plan(complete({"framework": "flask"}), find_template("flask"), KNOWLEDGE)
    named = {fact for fact in facts(made, ()) if fact not in made.template.layers}
    properties = {name for view in (FieldLists, FieldView, ModelView) for name in vars(view) if name[0] != "_"}
    assert min(len(named), len(properties)) > 10
    in_templates = words_in(builtin_folder(), ".jinja", ".toml")
    assert named <= in_templates
    assert properties <= in_templates | words_in(REPOSITORY / "generator", ".py")


def test_a_folder_below_with_needs_a_manifest(tmp_path: Path) -> None:
    folder = toy_template(tmp_path, {"base/with/accounts/slots/greeting.jinja": "Hello"})
    with pytest.raises(TemplateError, match=r"toy/base/with/accounts: has no layer.toml, .* add one"):
        read_template(folder)


def test_a_capability_with_companions_comes_only_beside_one_of_them_or_by_name(tmp_path: Path) -> None:
    cache = 'title = "Cache"\nonly_with = ["accounts", "service"]\n'
    folder = toy_template(tmp_path, {"cache/capability.toml": cache})
    assert "cache" not in plan(folder, scale="medium").capabilities
    assert "cache" not in plan(folder, scale="medium").not_yet
    assert "cache" in plan(folder, scale="medium", **{"with": ("admin",)}).capabilities  # which requires accounts
    assert "cache" in plan(folder, **{"with": ("cache",)}).capabilities


def test_what_no_layer_brings_yet_is_named(tmp_path: Path) -> None:
    made = plan(toy_template(tmp_path), accounts="roles", models={"Book": {"title": "str"}})
    assert {"roles", "models"} <= set(made.not_yet)
    assert "accounts" not in made.not_yet


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"with": ("acounts",)}, "with: unknown capability acounts; did you mean accounts"),
        ({"without": ("zzz",)}, "without: unknown capability zzz"),
        ({"with": ("admin",), "without": ("accounts",)}, "accounts is required by admin, for staff sign in"),
        ({"without": ("greeting",)}, "greeting is required by base"),
        ({"with": ("accounts",), "without": ("accounts",)}, "with and without both name accounts; say one of the two"),
    ],
)
def test_capabilities_that_cannot_be_are_refused(tmp_path: Path, answers: dict[str, object], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        plan(toy_template(tmp_path), **answers)


def test_capabilities_that_exclude_each_other_are_refused_with_the_reason(tmp_path: Path) -> None:
    folder = toy_template(tmp_path, {"service/capability.toml": 'title = "Service"\n'})
    with pytest.raises(
        PlanError, match=r"admin \(admin: basic\) and service \(with\) exclude .* for a panel has pages"
    ):
        plan(folder, admin="basic", **{"with": ("service",)})


def test_a_layer_for_two_capabilities_can_require_a_third(tmp_path: Path) -> None:
    folder = toy_template(
        tmp_path,
        {"accounts/with/admin/layer.toml": 'title = "A"\n[requires]\naudit = "staff are watched"\n'},
    )
    (folder / "audit").mkdir()
    (folder / "audit/capability.toml").write_text('title = "Audit"\n')
    assert "audit" not in plan(folder, **{"with": ("accounts",)}).capabilities
    made = plan(folder, **{"with": ("admin",)})
    assert made.reasons["audit"] == "accounts with admin requires it: staff are watched"
    with pytest.raises(PlanError, match="audit is required by accounts with admin, for staff are watched"):
        plan(folder, **{"with": ("admin",), "without": ("audit",)})


def test_the_base_takes_its_own_only_where_nothing_else_serves(tmp_path: Path) -> None:
    provides = 'title = "Panel"\nprovides = ["greeting"]\n[requires]\naccounts = "staff sign in"\n'
    folder = toy_template(tmp_path, {"admin/capability.toml": provides})
    needs_it = 'title = "Late"\n[requires]\nadmin = "it is late"\n'
    write_files(folder, {"late/capability.toml": needs_it, "base/files/README.md.jinja": "x\n"})
    assert "greeting" in plan(folder).capabilities
    assert "greeting" not in plan(folder, **{"with": ("late",)}).capabilities


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"base/files/greeting.txt": "mine"}, "greeting.txt: brought by both toy/base and toy/greeting"),
        ({"base/files/GREETING.txt": "mine"}, "brought by both"),
        (
            {"greeting/capability.toml": 'title = "G"\n[[collections.features]]\nid = "base"\nx = 1\n'}
            | {"accounts/capability.toml": 'title = "A"\n[[collections.features]]\nid = "base"\nx = 2\n'},
            "features: toy/accounts and toy/greeting both bring base",
        ),
        (
            {"greeting/capability.toml": 'title = "G"\n[[collections.jobs]]\nid = "x"\n'},
            "toy/greeting: adds to jobs, a collection that no layer of toy declares",
        ),
        ({"greeting/slots/nowhere.jinja": "x"}, "toy/greeting: fills the slot nowhere"),
        ({"base/capability.toml": 'title = "Base"\ncolour = "red"\n'}, "unknown key 'colour'"),
        ({"base/capability.toml": "title = \n"}, "capability.toml: is not TOML"),
        ({"base/capability.toml": "declares = []\n"}, "has no title"),
        (
            {"base/capability.toml": 'title = "B"\n[requires]\ngone = "why"\n'},
            "requires gone, which no layer of toy brings",
        ),
        ({"base/files/a.txt.jinja": "[[ nothing ]]"}, "toy/base: files/a.txt.jinja:1: 'nothing' is undefined"),
        ({"base/files/a.txt.jinja": "ok\n[% if %]"}, "toy/base: files/a.txt.jinja:2"),
        ({"base/files/a.txt.jinja": "[[ author ]]"}, "printed without a filter"),
        ({"base/files/a.txt.jinja": "[[ ''.__class__.__mro__ ]]"}, "unsafe"),
        ({"base/files/a.py.jinja": "def ["}, "cannot be formatted"),
        ({"greeting/capability.toml": 'title = "G"\n[[files]]\npath = "*.txt"\nwhen = "b"\n'}, "no fact or list b"),
        (
            {"greeting/capability.toml": 'title = "G"\n[[files]]\npath = "b.txt"\nwhen = "admin"\n'},
            "toy/greeting: files: b.txt matches no file of the layer",
        ),
        (
            {"greeting/capability.toml": 'title = "G"\n[[files]]\npath = "b.txt"\nif = "admin"\n'},
            "files: unknown key 'if'; known are path, when, each",
        ),
        ({"greeting/capability.toml": 'title = "G"\n[[files]]\npath = "b.txt"\n'}, "an entry has a path, and `when`"),
        ({"base/files/a.txt.jinja": "[% include 'parts/none.txt' %]"}, "base: files/a.txt.jinja:1: 'parts/none.txt'"),
        ({"base/parts/serve.cfg.jinja": "\n[% if %]"}, "parts/serve.cfg.jinja:2"),
        ({"base/parts/serve.cfg.jinja": "\n[[ nothing ]]"}, ".jinja, parts/serve.cfg.jinja:2: 'nothing'"),
    ],
)
def test_a_fault_of_a_layer_names_the_layer_and_the_file(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    folder = toy_template(tmp_path, changes)
    with pytest.raises(TemplateError) as fault:
        rendered(folder, **{"with": ("accounts",)})
    assert said in str(fault.value)


def test_a_file_that_may_be_executed_stays_so(tmp_path: Path) -> None:
    folder = toy_template(tmp_path, {"base/files/run.sh": "#!/bin/sh\n"})
    (folder / "base/files/run.sh").chmod(0o755)
    tree = rendered(folder)
    assert (tree["run.sh"].mode, tree["plain.txt"].mode) == (0o755, 0o644)


def test_a_secret_cannot_get_into_a_file_that_is_recorded(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="'secret' is undefined"):
        rendered(toy_template(tmp_path, {"base/files/a.txt.jinja": "[[ secret() ]]"}))


def test_a_link_in_a_layer_is_refused(tmp_path: Path) -> None:
    folder = toy_template(tmp_path)
    (folder / "base/files/link").symlink_to("/etc/hostname")
    with pytest.raises(TemplateError, match="is a link"):
        rendered(folder)


def test_what_installers_leave_in_a_layer_is_passed_over(tmp_path: Path) -> None:
    left = ("__pycache__/app.pyc", ".DS_Store", ".ruff_cache/0.17.6/1")
    folder = toy_template(tmp_path, {f"base/files/{name}": "x" for name in left})
    assert not set(left) & set(rendered(folder))


def test_ours_are_found_and_an_unknown_framework_is_refused() -> None:
    assert framework_ids()[:2] == ("flask", "django")
    with pytest.raises(Misuse, match="there is no template for rails; there are flask, django"):
        find_template("rails")


def test_a_secret_is_fresh_each_time_and_only_in_files_written_once(tmp_path: Path) -> None:
    one, two = rendered(toy_template(tmp_path)), rendered(toy_template(tmp_path))
    assert one[".env"].once
    assert one[".env"].content != two[".env"].content
    assert {path for path in one if one[path].content != two[path].content} == {".env"}


def test_a_template_that_is_offered_is_taken_only_where_its_framework_is_chosen(tmp_path: Path) -> None:
    guest = toy_template(tmp_path)
    for framework, sign in (("flask", "app/extensions.py"), ("toy", "greeting.txt")):
        run = scaffold(
            "new", framework + "y", "--template", guest, "--framework", framework, "--defaults", "--dry-run", "--json"
        )
        assert run.json["framework"] == framework
        assert sign in run.json["tree"]


def test_a_framework_of_another_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "packages"
    toy_template(packages)
    write_files(
        packages / "toy-1.dist-info",
        {
            "METADATA": "Metadata-Version: 2.1\nName: toy\nVersion: 1\n",
            "entry_points.txt": "[scaffold.templates]\ntoy = toy\n",
        },
    )
    monkeypatch.syspath_prepend(str(packages))
    assert framework_ids(["toy"]) == ("flask", "django", "toy")
    assert find_template("toy").title == "Toy 1"
    asked = ["--framework", "toy", "--set", "with=accounts,only_ours", "--defaults"]
    write_files(packages / "toy", {"only_ours/capability.toml": 'title = "Ours"\n'})
    made = scaffold("new", "shelf", *asked, "--into", tmp_path, "--json")
    assert made.status == 0, made.err
    assert (tmp_path / "shelf/greeting.txt").read_text() == "Hello from shelf.\n"


SHELVES = {
    "shelves/capability.toml": 'title = "S"\n[requires]\nmodels = "books lie somewhere"\n',
    "shelves/models.toml": '[Shelf]\nname = "str"\nroom = "str?"\n',
    "models/capability.toml": 'title = "Models"\n',
}


def test_a_capability_brings_the_models_that_it_works_on(tmp_path: Path) -> None:
    folder = toy_template(tmp_path, SHELVES)
    made = plan(folder, **{"with": ("shelves",), "models": {"Book": {"title": "str", "shelf": "ref(Shelf)"}}})
    assert [model.name for model in made.models] == ["Shelf", "Book"]
    larger = {"Shelf": {"name": "str(9)", "room": "str?", "width": "int"}}
    (shelf,) = plan(folder, **{"with": ("shelves",), "models": larger}).models
    assert [field.name for field in shelf.fields] == ["name", "room", "width"]


def test_a_model_that_lacks_what_a_capability_works_with_is_refused(tmp_path: Path) -> None:
    folder = toy_template(tmp_path, SHELVES)
    with pytest.raises(
        PlanError, match="models: Shelf lacks room, which shelves works with; add it, or leave Shelf to"
    ):
        plan(folder, **{"with": ("shelves",), "models": {"Shelf": {"name": "str"}}})


def test_a_name_that_a_capability_has_taken_is_refused(tmp_path: Path) -> None:
    taken = 'title = "S"\nreserves = ["Lamp"]\n[requires]\nmodels = "books lie somewhere"\n'
    folder = toy_template(tmp_path, {**SHELVES, "shelves/capability.toml": taken})
    with pytest.raises(PlanError, match="models: shelves has a record Lamp of its own; choose another name"):
        plan(folder, **{"with": ("shelves",), "models": {"Lamp": {"watts": "int"}}})


@pytest.mark.parametrize("type", ["file", "image"])
def test_files_are_refused_by_a_template_that_cannot_keep_them(tmp_path: Path, type: str) -> None:
    with pytest.raises(PlanError, match=f"models: Book.cover: Toy 1 cannot keep any {type} yet; keep its address"):
        plan(toy_template(tmp_path, SHELVES), models={"Book": {"title": "str", "cover": type}})


UPLOADS = {**SHELVES, "uploads/capability.toml": 'title = "U"\n[requires]\nmodels = "of records"\n'}
"""A template that keeps files."""


@pytest.mark.parametrize("type", ["file?", "image"])
def test_uploads_come_with_the_first_field_that_keeps_a_file(tmp_path: Path, type: str) -> None:
    folder = toy_template(tmp_path, UPLOADS)
    made = plan(folder, models={"Book": {"title": "str", "cover": type}})
    assert made.reasons["uploads"] == "models"
    assert "uploads" in made.capabilities
    assert "uploads" not in plan(folder, models={"Book": {"title": "str"}}).capabilities


@pytest.mark.parametrize(
    ("field", "wish", "said"),
    [
        ("image", "without", "without: uploads is required by models, for the image Book.cover; take one back"),
        ("str", "with", "with: uploads is for fields of type file or image; no record has one, so leave it out"),
    ],
)
def test_uploads_go_with_fields_that_keep_files(tmp_path: Path, field: str, wish: str, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        plan(toy_template(tmp_path, UPLOADS), models={"Book": {"cover": field}}, **{wish: ("uploads",)})


ANONYMOUS_WRITES = {
    **SHELVES,
    "pages/capability.toml": 'title = "P"\n',
    "anonymous_writes/capability.toml": 'title = "W"\n[requires]\nmodels = "of records"\n',
}


@pytest.mark.parametrize(
    ("model", "is_written"),
    [
        ({}, True),
        ({"read": "anyone", "write": "anyone"}, True),
        ({"write": "known"}, False),
        ({"without": ("pages",)}, False),
    ],
)
def test_anonymous_writes_come_with_pages_that_write_without_a_sign_in(
    tmp_path: Path, model: dict[str, object], is_written: bool
) -> None:
    made = plan(
        toy_template(tmp_path, ANONYMOUS_WRITES),
        models={"Book": {"fields": {"title": "str"}, **model}},
        **{"with": ("pages",)},
    )
    assert ("anonymous_writes" in made.capabilities) is is_written


@pytest.mark.parametrize(
    ("model", "wish", "said"),
    [
        ({"write": "known"}, "with", "with: anonymous_writes is for models with `write: anyone`; no model has it"),
        ({}, "without", "without: anonymous_writes is required by models that anyone may write; take one back"),
    ],
)
def test_anonymous_writes_go_with_models_that_anyone_may_write(
    tmp_path: Path, model: dict[str, object], wish: str, said: str
) -> None:
    asked: dict[str, tuple[str, ...]] = {"with": ("pages",), "without": ()}
    asked[wish] = (*asked[wish], "anonymous_writes")
    with pytest.raises(PlanError, match=said):
        plan(toy_template(tmp_path, ANONYMOUS_WRITES), models={"Book": {"fields": {"title": "str"}, **model}}, **asked)


def test_the_capability_wants_some_models(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="models: there are no records to work with; say some"):
        plan(toy_template(tmp_path, SHELVES), **{"with": ("models",)})


def test_what_shows_models_comes_only_where_one_is_shown(tmp_path: Path) -> None:
    shows = 'title = "P"\nshows = "pages"\n[requires]\nforms = "they are filled in"\n'
    more = {
        "greeting/with/models/layer.toml": shows,
        "forms/capability.toml": 'title = "F"\n',
    }
    folder = toy_template(tmp_path, {**SHELVES, **more})

    def has_forms(**said: object) -> bool:
        return "forms" in plan(folder, models={"Book": {"fields": {"title": "str"}, **said}}).capabilities

    assert has_forms()
    assert not has_forms(without=("pages",))
    assert not has_forms(read="known")
    assert has_forms(without=("api",))


def test_without_the_capability_there_are_no_models(tmp_path: Path) -> None:
    folder = toy_template(tmp_path, SHELVES)
    assert plan(folder, models={"Book": {"title": "str"}}, without=("models",)).models == ()
