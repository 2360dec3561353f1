"""Guest layers: real copier and real cookiecutter render them, and nothing that a guest brings is run."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from generator.catalog.templates import ENGINES, Layer, read_template
from generator.errors import TemplateError
from generator.rendering import guests
from generator.rendering.renderer import render_layer
from generator.rendering.tree import EXECUTABLE, PLAIN, Tree
from tests.support import left_behind, scaffold, snapshot, write_files
from tests.toy import toy_template
from tests.unit.extended import TEMPLATE

CONTEXT = {"name": "shelf", "title": "Shelf", "description": "For books", "runtime": {"a": "b"}, "collections": {}}
VARIABLES = {"name": "thing", "slug": "{{ cookiecutter.name | lower }}", "description": "none", "title": "{{ 7*7 }}"}
SHOWN = {"copier": "{{ %s }}", "cookiecutter": "{{ cookiecutter.%s }}"}
"""How a template of the engine prints a variable."""

POPEN = "cycler.__init__.__globals__.os.popen('touch %s').read()"
"""An expression that leaves the sandbox where there is none, and leaves a file as a sign of it."""

both = pytest.mark.parametrize("engine", ENGINES)


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Whatever happens in a test: the folder for temporary files and the home folder are as they were."""
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield
    assert left_behind(temporary) == []
    assert set(left_behind(Path.home())) <= {".gitconfig", ".cache"}
    cache = Path.home() / ".cache"  # has our own templates, compiled
    assert not cache.exists() or left_behind(cache) == ["scaffold"]


def template(engine: str, files: Mapping[str, str], config: Mapping[str, object] | None = None) -> dict[str, str]:
    """The files of a guest's template, by path, for those of a project."""
    if engine == "copier":
        slug = {"type": "str", "default": "{{ name | lower }}"}
        return {f"{path}.jinja": text for path, text in files.items()} | {
            "copier.yml": json.dumps({"slug": slug, **(config or {})})
        }
    return {f"{{{{cookiecutter.slug}}}}/{path}": text for path, text in files.items()} | {
        "cookiecutter.json": json.dumps({**VARIABLES, **(config or {})})
    }


def guest(engine: str, folder: Path, files: Mapping[str, str], config: Mapping[str, object] | None = None) -> Layer:
    """A layer whose files are a template for the engine."""
    write_files(folder / "guest/files", template(engine, files, config))
    return Layer("toy/guest", ("guest",), folder / "guest", "Guest", engine=engine)


def without_slashes(path: str) -> str:
    """A name for a file that renders to the path."""
    return f"{{{{ {path.split('/')} | join('%c' | format(47)) }}}}"


def rendered(layer: Layer, **context: object) -> Tree:
    return render_layer(layer, {**CONTEXT, **context})


def refused(layer: Layer, **context: object) -> str:
    """Why the layer is refused: one line that names it."""
    with pytest.raises(TemplateError) as fault:
        rendered(layer, **context)
    (line,) = str(fault.value).splitlines()
    assert line.startswith(f"toy/guest: {layer.engine}: ")
    return line


@both
def test_a_guest_is_rendered_by_its_own_engine(engine: str, tmp_path: Path) -> None:
    show = SHOWN[engine]
    files = {
        "README.md": f"{show % 'title'}\n",
        f"src/{show % 'slug'}.py": "x  =  'as it is'\n",
        "run.sh": "#!/bin/sh\n",
    }
    layer = guest(engine, tmp_path, files)
    for script in layer.folder.rglob("run.sh*"):
        script.chmod(0o755)
    tree = rendered(layer, name="Shelf")
    assert {path: file.content for path, file in tree.items()} == {
        "README.md": b"Shelf\n",
        "run.sh": b"#!/bin/sh\n",
        "src/shelf.py": b"x  =  'as it is'\n",
    }
    assert {file.layer for file in tree.values()} == {"toy/guest"}
    assert [tree[path].mode for path in ("README.md", "run.sh")] == [PLAIN, EXECUTABLE]


@both
def test_a_framework_and_a_capability_may_be_guests(engine: str, tmp_path: Path) -> None:
    show = SHOWN[engine]
    app = {"app.py": f"NAME  =  '{show % 'name'}'\n", ".env": "DEBUG=1\n"}
    extra = {"extra.txt": show % "description"}
    folder = write_files(
        tmp_path / "guest",
        {
            "template.toml": 'id = "guest"\ntitle = "Guest 1"\n',
            "base/capability.toml": f'title = "Base"\nengine = "{engine}"\nonce = [".env"]\n[requires]\nextra = "so"\n',
            "extra/capability.toml": f'title = "Extra"\nengine = "{engine}"\n',
            "ours/capability.toml": 'title = "Ours"\n',
            "ours/files/ours/app.py.jinja": "NAME  =  [[ name | literal ]]\n",
            **{f"base/files/{path}": text for path, text in template(engine, app).items()},
            **{f"extra/files/{path}": text for path, text in template(engine, extra).items()},
        },
    )
    answers = ("with=ours", "description=Books", "license=proprietary")
    settings = [part for answer in answers for part in ("--set", answer)]
    made = scaffold("new", "shelf", "--template", folder, "--defaults", *settings, "--into", tmp_path, "--json")
    assert made.status == 0, made.err
    assert made.json["framework"] == "guest"
    project = tmp_path / "shelf"
    assert (project / "app.py").read_text() == "NAME  =  'shelf'\n"
    assert (project / "ours/app.py").read_text() == 'NAME = "shelf"\n'
    assert (project / "extra.txt").read_text() == "Books"
    assert ".env" not in (project / ".scaffold/manifest.json").read_text()
    assert left_behind(project) == [".env", ".git", ".scaffold", "app.py", "extra.txt", "ours"]


def test_the_guest_in_the_manual_works(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "bottle",
        TEMPLATE,
    )
    answers = ("--set", "with=welcome", "--set", "license=proprietary", "--set", "name=a-shelf")
    made = scaffold("new", "--template", folder, "--defaults", *answers, "--into", tmp_path)
    assert made.status == 0, made.err
    assert (tmp_path / "a-shelf/WELCOME.md").read_text() == "Welcome to A shelf.\n"


@both
def test_what_a_guest_writes_about_slots_is_its_own(engine: str, tmp_path: Path) -> None:
    manifest = {"greeting/capability.toml": f'title = "G"\nengine = "{engine}"\n'}
    folder = toy_template(tmp_path, {**manifest, "greeting/slots/nowhere.jinja": "x"})
    (folder / "greeting/files/greeting.txt.jinja").unlink()
    write_files(folder / "greeting/files", template(engine, {"a.jinja": "{# slots.nowhere #}"}))
    made = scaffold("new", "shelf", "--template", folder, "--defaults", "--into", tmp_path)
    assert made.status == 1
    assert "toy/greeting: fills the slot nowhere" in made.err


@both
def test_the_same_answers_give_the_same_bytes(engine: str, tmp_path: Path) -> None:
    layer = guest(engine, tmp_path, {"a.txt": SHOWN[engine] % "title", "b/c.txt": "{{ [3, 1] | sort }}"})
    assert dict(rendered(layer)) == dict(rendered(layer))


@both
def test_free_text_arrives_as_it_was_written_and_is_never_rendered(engine: str, here: Path) -> None:
    texts = {
        "title": "{{ 7*7 }}",
        "description": f"{{{{ {POPEN % 'marker'} }}}}",
        "author": "{% raw %} [[ 7*7 ]] {# x",
        "email": "a\"b'c\\ é \u2028",
    }
    files = {f"{name}.txt": SHOWN[engine] % name for name in (*texts, "same")}
    config = dict.fromkeys(texts, "none") | {"same": SHOWN[engine] % "description"}
    tree = rendered(guest(engine, here, files, config), **texts)
    assert {name: tree[f"{name}.txt"].content.decode() for name in texts} == texts
    assert tree["same.txt"].content.decode() == texts["description"]
    assert left_behind(here) == ["guest"]


def test_an_answer_is_one_of_the_choices_of_a_cookiecutter_or_refused(tmp_path: Path) -> None:
    layer = guest("cookiecutter", tmp_path, {"a.txt": "{{ cookiecutter.license }}"}, {"license": ["BSD", "MIT"]})
    assert rendered(layer, license="MIT")["a.txt"].content == b"MIT"
    assert rendered(layer)["a.txt"].content == b"BSD"
    assert "license is 'GPL', and may be BSD, MIT" in refused(layer, license="GPL")


def test_a_cookiecutter_has_its_private_and_its_structured_variables(tmp_path: Path) -> None:
    config = {
        "_raw": "{{ x }}", "__made": "{{ cookiecutter.name }}!", "on": True, "__prompts__": {"name": "{{ nothing }}"},
        "by": {"{{ cookiecutter.name }}": "{{ cookiecutter.later }}"}, "later": "z", "_copy_without_render": ["*.raw"],
    }  # fmt: skip
    text = "{% set c = cookiecutter %}{{ c._raw }} {{ c.__made }} {{ c.on }} {{ c.by }}"
    tree = rendered(guest("cookiecutter", tmp_path, {"a.txt": text, "b.raw": "{{ kept }}"}, config))
    assert tree["a.txt"].content.decode() == "{{ x }} shelf! True {'shelf': 'z'}"
    assert tree["b.raw"].content == b"{{ kept }}"


@pytest.mark.parametrize("feature", ["_tasks", "_migrations", "_jinja_extensions"])
def test_what_copier_would_run_is_refused_and_not_run(feature: str, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    write_files(tmp_path, {"guest/files/evil.py": f"open({str(marker)!r}, 'w')\n"})
    listed = {"_jinja_extensions": ["evil.Extension"], "_migrations": [{"command": f"touch {marker}"}]}
    layer = guest("copier", tmp_path, {"a.txt": "a"}, {feature: listed.get(feature, [f"touch {marker}"])})
    assert f"copier.yml has {feature}, which would run code" in refused(layer)
    assert not marker.exists()


def test_a_task_that_another_file_brings_in_is_refused_too(tmp_path: Path) -> None:
    layer = guest("copier", tmp_path, {"a.txt": "a"})
    parts = {
        "copier.yml": "!include more/tasks.yml\n---\nx: 1\n",
        "more/tasks.yml": f"_tasks: [touch {tmp_path}/marker]\n",
    }
    write_files(layer.folder / "files", parts)
    assert "copier.yml has _tasks" in refused(layer)
    assert not (tmp_path / "marker").exists()


@pytest.mark.parametrize("hook", ["pre_prompt.py", "pre_gen_project.sh", "post_gen_project.py"])
def test_a_hook_of_cookiecutter_is_refused_and_not_run(hook: str, tmp_path: Path) -> None:
    layer = guest("cookiecutter", tmp_path, {"a.txt": "a"})
    script = f"#!/bin/sh\ntouch {tmp_path}/marker\n" if hook.endswith(".sh") else f"open('{tmp_path}/marker', 'w')\n"
    write_files(layer.folder / "files/hooks", {hook: script})
    (layer.folder / "files/hooks" / hook).chmod(0o755)
    assert f"hooks/{hook} would run code" in refused(layer)
    assert not (tmp_path / "marker").exists()


def test_an_extension_of_cookiecutter_is_refused_and_not_imported(tmp_path: Path) -> None:
    layer = guest("cookiecutter", tmp_path, {"a.txt": "a"}, {"_extensions": ["local.Extension"]})
    write_files(layer.folder / "files", {"local.py": f"open('{tmp_path}/marker', 'w')\n"})
    assert "cookiecutter.json has _extensions, which would run code" in refused(layer)
    assert not (tmp_path / "marker").exists()


@both
@pytest.mark.parametrize("place", ["file", "name", "default"])
def test_an_expression_that_reaches_for_python_is_refused_and_not_run(engine: str, place: str, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    evil = f"{{{{ {POPEN % marker} }}}}"
    files = {"a.txt": evil} if place == "file" else {f"{{{{ {POPEN % 'marker'} }}}}": "a"} if place == "name" else {}
    layer = guest(
        engine, tmp_path, {**files, "z.txt": SHOWN[engine] % "bad"}, {"bad": evil if place == "default" else "x"}
    )
    assert "access to attribute '__init__' of 'type' object is unsafe" in refused(layer)
    assert not marker.exists()
    assert not Path("marker").exists()


@both
@pytest.mark.parametrize("path", ["../evil", "../../../../{tmp}/evil", "/{parent}/{tmp}/evil"])
def test_a_file_that_leaves_the_project_is_refused_and_not_written(engine: str, path: str, tmp_path: Path) -> None:
    path = path.format(tmp=tmp_path.name, parent=str(tmp_path.parent).lstrip("/"))
    said = refused(guest(engine, tmp_path, {without_slashes(path): "evil"}))
    assert ("is forbidden" if engine == "copier" else "lies outside the project") in said
    assert left_behind(tmp_path) == ["guest"]


@pytest.mark.parametrize("name", ["..", "", "../evil", "/evil", "a/b"])
def test_a_cookiecutter_whose_folder_is_no_name_is_refused(name: str, tmp_path: Path) -> None:
    said = refused(guest("cookiecutter", tmp_path, {"a.txt": "a"}, {"slug": name}))
    assert f"the project's folder would be {name!r}, which is no name" in said


def test_a_folder_that_cookiecutter_would_replace_outside_is_kept(tmp_path: Path) -> None:
    write_files(tmp_path, {"dear/letter.txt": "dear"})
    dear = without_slashes(f"../../../../{tmp_path.name}/dear")
    layer = guest("cookiecutter", tmp_path, {f"{dear}/a.txt": "a"}, {"_copy_without_render": ["*dear*"]})
    assert "lies outside the project" in refused(layer)
    assert snapshot(tmp_path / "dear") == {"letter.txt": b"dear"}


@both
@pytest.mark.parametrize("target", ["/etc/hostname", "../../..", "a.txt"])
def test_a_link_in_a_guest_is_refused(engine: str, target: str, tmp_path: Path) -> None:
    layer = guest(engine, tmp_path, {"a.txt": "a"}, {"_preserve_symlinks": True})
    (layer.folder / "files/link").symlink_to(target)
    with pytest.raises(TemplateError, match="toy/guest: link is a link; a layer holds plain files"):
        rendered(layer)


@both
def test_an_undefined_name_is_refused_with_its_file_and_line(engine: str, tmp_path: Path) -> None:
    said = refused(guest(engine, tmp_path, {"sub/a.txt": "a\n{{ nothing }}"}))
    assert said.endswith(":2: 'nothing' is undefined")
    assert "sub/a.txt" in said


@both
def test_a_template_that_cannot_be_read_is_refused_with_its_file_and_line(engine: str, tmp_path: Path) -> None:
    said = refused(guest(engine, tmp_path, {"a.txt": "a\n{% if %}"}))
    assert "a.txt" in said
    assert ":2: Expected an expression" in said


@pytest.mark.parametrize("path", ["copier.yml", "cookiecutter.json"])
def test_a_description_that_cannot_be_read_is_refused(path: str, tmp_path: Path) -> None:
    layer = guest(path.split(".")[0], tmp_path, {"a.txt": "a"})
    write_files(layer.folder / "files", {path: "{"})
    assert refused(layer)


@both
def test_what_is_not_the_same_each_time_is_not_there(engine: str, tmp_path: Path) -> None:
    names = ("lipsum", "now", "random_ascii_string", "uuid4", "make_secret")
    filters = ("random", "ans_random", "shuffle", "strftime", "expandvars", "expanduser", "realpath", "fileglob")
    text = "".join(
        [f"{{{{ {name} is defined }}}}" for name in names] + [f"{{{{ '{id}' is filter }}}}" for id in filters]
    )
    assert rendered(guest(engine, tmp_path, {"a.txt": text}))["a.txt"].content == b"False" * 13


def test_the_time_is_not_there(tmp_path: Path) -> None:
    assert "unknown tag 'now'" in refused(guest("cookiecutter", tmp_path, {"a.txt": "{% now 'utc', '%Y' %}"}))


def test_a_folder_of_this_machine_never_reaches_the_project(tmp_path: Path) -> None:
    said = refused(guest("copier", tmp_path, {"a.txt": "{{ _copier_conf.src_path }}"}))
    assert "a.txt names a folder of this machine" in said


def test_copier_leaves_no_answers_file_and_names_no_source(tmp_path: Path) -> None:
    answers = "{{ _copier_answers | to_nice_yaml }}"
    files = {"{{ _copier_conf.answers_file }}": answers, "mine.yml": answers}
    tree = rendered(guest("copier", tmp_path, files, {"_answers_file": "theirs.yml"}))
    assert list(tree) == ["mine.yml"]
    assert tree["mine.yml"].content == b"_src_path: template\nslug: shelf\n"


@both
def test_what_tools_leave_behind_is_never_copied(engine: str, tmp_path: Path) -> None:
    junk = {"__pycache__/a.pyc": "x", ".git/config": "x", ".DS_Store": "x", "a.pyc": "x"}
    layer = guest(engine, tmp_path, {"a.txt": "a"}, {"_subdirectory": "."} if engine == "copier" else None)
    for folder in {place.parent for place in layer.folder.rglob("a.txt*")}:
        write_files(folder, junk)
    assert [path for path in rendered(layer) if path != "copier.yml"] == ["a.txt"]


@both
@pytest.mark.parametrize("name", ["{{ '.GIT' }}", "{{ 'a\\nb' }}"])
def test_a_name_that_no_file_should_have_is_refused(engine: str, name: str, tmp_path: Path) -> None:
    assert "which is no name for a file" in refused(guest(engine, tmp_path, {f"{name}/config": "a"}))


@pytest.mark.parametrize("name", [".GIT", ".Git. "])
def test_a_layer_of_ours_may_not_write_into_git_either(name: str, tmp_path: Path) -> None:
    write_files(tmp_path, {f"ours/files/{name}/config.jinja": "[core]\n\tfsmonitor = touch marker\n"})
    with pytest.raises(TemplateError, match=r"toy/ours: .*leaves the project's folder, or is git's own"):
        rendered(Layer("toy/ours", ("ours",), tmp_path / "ours", "Ours"))


def test_the_settings_of_a_person_trust_nobody_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trust = {"trust": ["template", "/"], "defaults": {"slug": "theirs"}}
    settings = write_files(tmp_path, {"settings.yml": json.dumps(trust)}) / "settings.yml"
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(settings))
    layer = guest("copier", tmp_path, {"a.txt": "{{ slug }}"})
    assert rendered(layer)["a.txt"].content == b"shelf"


@both
def test_a_guest_that_takes_too_long_is_given_up(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "PATIENCE", 2.5)
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateError, match=f"toy/guest: {engine} took longer than 2.5 seconds"):
        rendered(guest(engine, tmp_path, {"a.txt": endless}))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to RLIMIT_AS")
@both
def test_a_guest_that_wants_all_the_memory_is_refused(engine: str, tmp_path: Path) -> None:
    assert "MemoryError" in refused(guest(engine, tmp_path, {"a.txt": "{{ ('x' * 9999999999) | length }}"}))


@pytest.mark.parametrize(
    "step",
    [
        "os.system('touch marker')",
        "subprocess.run(['touch', 'marker'])",
        "os.fork()",
        "socket.socket()",
        "open('marker', 'w')",
        "os.open('marker', os.O_CREAT)",
        "os.mkdir('marker')",
        "os.mkdir('project/../marker')",
        "os.symlink('/', 'project/marker')",
        "os.link('kept', 'project/marker')",
        "os.rename('kept', 'project/marker')",
        "os.rename('project/mine', 'marker')",
        "os.remove('kept')",
        "os.chmod('kept', 0)",
        "shutil.rmtree('../here')",
    ],
)
def test_a_process_that_is_shut_in_has_no_other_way_out(step: str, here: Path) -> None:
    write_files(here, {"kept": "", "project/mine": ""})
    program = (
        "import os, shutil, socket, subprocess\nfrom generator.rendering.engines import shut_in\nshut_in('project')\n"
    )
    done = subprocess.run([sys.executable, "-c", program + step], capture_output=True, text=True, check=False)
    assert "generator.rendering.engines.Refused: " in done.stderr
    assert snapshot(here) == {"kept": b"", "project/mine": b""}


def test_a_process_that_is_shut_in_may_work_in_the_project(here: Path) -> None:
    program = (
        "import os, shutil\nfrom pathlib import Path\nfrom generator.rendering.engines import shut_in\n"
        "shut_in('project')\nPath('project/a/b').mkdir(parents=True)\nPath('project/a/b/c').write_text('c')\n"
        "os.chmod('project/a/b/c', 0o755)\nos.rename('project/a/b/c', 'project/d')\nshutil.rmtree('project/a')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    assert snapshot(here) == {"project/d": b"c"}


def test_an_unknown_engine_is_refused_with_the_manifest(tmp_path: Path) -> None:
    folder = toy_template(tmp_path, {"greeting/capability.toml": 'title = "G"\nengine = "cruft"\n'})
    with pytest.raises(
        TemplateError, match=r"greeting/capability\.toml: unknown engine 'cruft'; known are copier, cook"
    ):
        read_template(folder)
