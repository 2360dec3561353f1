import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator import __version__
from generator.knowledge.loader import Argument, load_knowledge, load_presets
from tests.support import COMPLETE, REPOSITORY, left_behind, scaffold, scaffold_process, settings, snapshot, write_files

EVERYTHING = {"team_size": "large", "scale": "large", "security": "high", "admin": "full", "accounts": "roles"}
KINDS = load_knowledge().question("kind").option_ids
ALL = settings(COMPLETE)


def test_the_version_and_the_help_are_told() -> None:
    assert scaffold("--version").out == f"scaffold {__version__}\n"
    assert "Start with `scaffold new myproject`" in scaffold("--help").out
    assert scaffold("-h").status == 0
    for flag in (
        "--answers",
        "--set",
        "--framework",
        "--defaults",
        "--into",
        "--dry-run",
        "--tree",
        "--json",
        "--no-git",
        "--install",
    ):
        assert flag in scaffold("new", "--help").out


def test_the_documentation_is_listed_and_printed(here: Path) -> None:
    listed = [line.split()[0] for line in scaffold("docs").out.splitlines()]
    assert listed == sorted(page.stem for page in (REPOSITORY / "docs").glob("*.md"))
    for name in listed:
        assert scaffold("docs", name).out == (REPOSITORY / f"docs/{name}.md").read_text(encoding="utf-8")
    assert "expected one of answer-files," in scaffold("docs", "gone").err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_a_shell(shell: str) -> None:
    assert "_SCAFFOLD_COMPLETE" in scaffold("completion", shell).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Usage"),
        (["nwe"], "No such command"),
        (["new", "--nonsense"], "No such option"),
        (["new", "-rf"], "No such option"),
        (["new", "--", "-rf"], "cannot name a project"),
        (["new", "a", "b"], "unexpected extra argument"),
        (["new", "shelf", "--set", "kind"], "expected ID=VALUE"),
        (["new", "shelf", "--set", "knid=api"], "did you mean kind?"),
        (["new", "shelf", "--framework", "rails", "--defaults"], "expected one of auto, flask, django"),
        (["new", "--defaults"], "no terminal to ask in: name"),
        (["new", "shelf"], "kind, team_size, scale, security, admin, core"),
        (["decide"], "kind, team_size, scale, security, admin, core"),
        (["new", "shelf", "--answers", "gone.yml"], "gone.yml: cannot be read: No such file or directory"),
        (["new", "shelf", "--defaults", "--template", "gone"], "template.toml: cannot be read"),
        (["questions", "--json", "--schema"], "exclude each other"),
    ],
)
def test_a_call_that_cannot_be_used_exits_with_2_and_says_why(here: Path, arguments: list[str], said: str) -> None:
    run = scaffold(*arguments)
    assert run.status == (1 if "--template" in arguments else 2)
    assert said in run.err + run.out
    assert "Traceback" not in run.err
    assert left_behind(here) == []


def test_every_problem_of_every_source_is_told_at_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(here, {"answers.yml": "kind: web\nscale: huge\n"})
    monkeypatch.setenv("SCAFFOLD_CORE", "nothing")
    run = scaffold("new", "django", "--answers", "answers.yml", "--set", "admin=maybe")
    assert run.status == 2
    lines = run.err.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("scaffold: ") for line in lines)
    for place in (
        "command line: name",
        "--set: admin",
        "answers.yml:1: kind",
        "answers.yml:2: scale",
        "SCAFFOLD_CORE: core",
    ):
        assert any(place in line for line in lines)


def test_decide_gives_the_decision_as_json() -> None:
    decided = scaffold("decide", "--json", "--set", "kind=ecommerce", "--defaults").json
    assert set(decided) == {
        "framework",
        "probability",
        "clear",
        "close_call",
        "overridden",
        "reason",
        "arguments",
        "flips",
        "alternatives",
    }
    assert decided["framework"] == "django"
    assert 0.5 < decided["probability"] < 1
    assert decided["overridden"] is False
    assert set(decided["arguments"][0]) == {
        "id",
        "answers",
        "assumed",
        "favours",
        "weight",
        "because",
        "source",
        "links",
    }
    for flip in decided["flips"]:
        assert set(flip) == {"question", "from", "to", "framework"}


def test_applying_a_flip_turns_the_decision() -> None:
    decided = scaffold("decide", "--json", "--set", "kind=tool", "--defaults").json
    assert decided["flips"]
    for flip in decided["flips"]:
        value = str(flip["to"]).lower() if isinstance(flip["to"], bool) else flip["to"]
        answers = {"kind": "tool", flip["question"]: value}
        turned = [*(part for id, it in answers.items() for part in ("--set", f"{id}={it}")), "--defaults"]
        assert scaffold("decide", "--json", *turned).json["framework"] == flip["framework"] != decided["framework"]


def test_an_overridden_decision_says_so() -> None:
    decided = scaffold("decide", "--json", "--set", "kind=ecommerce", "--set", "framework=flask", "--defaults").json
    assert (decided["framework"], decided["overridden"]) == ("flask", True)
    assert decided["probability"] < 0.5
    text = scaffold("decide", "--set", "kind=ecommerce", "--set", "framework=flask", "--defaults").out
    assert text.startswith("Flask, because you said so; the answers alone speak for Django")


def test_an_override_is_recorded_with_its_reason(here: Path) -> None:
    said = ["--framework", "flask", "--reason", "One *stack* in the house."]
    told = scaffold("decide", "--set", "kind=ecommerce", *said, "--defaults")
    assert "\nReason: One *stack* in the house.\n" in told.out
    scaffold("new", "shelf", "--set", "kind=ecommerce", *said, "--defaults")
    adr = (here / "shelf/docs/adr/0001-framework.md").read_text()
    assert r"| Reason | One \*stack\* in the house. |" in adr
    assert yaml.safe_load((here / "shelf/.scaffold/answers.yml").read_text())["reason"] == said[-1]
    decided = scaffold("decide", "--answers", "shelf/.scaffold/answers.yml", "--json").json
    assert (decided["overridden"], decided["reason"]) == (True, said[-1])


def test_a_reason_without_an_override_is_not_shown() -> None:
    told = scaffold("decide", "--set", "kind=ecommerce", "--reason", "It fits.", "--defaults")
    assert "It fits." not in told.out


@pytest.mark.parametrize("argument", load_knowledge().arguments, ids=lambda argument: argument.id)
def test_every_argument_is_explained_with_links_and_the_claims_of_the_article(argument: Argument) -> None:
    told = scaffold("decide", "--why", argument.id, "--json").json
    assert (told["weight"], told["because"], told["favours"]) == (argument.weight, argument.because, argument.favours)
    assert all(link.startswith("https://") for link in told["links"])
    assert told["links"]
    assert told["article"] == "Flask vs. Django"
    assert list(told["claims"]) == list(argument.claims)
    assert bool(argument.claims) == ("article, '" in argument.source)
    text = scaffold("decide", "--why", argument.id).out
    assert all(part in " ".join(text.split()) for part in (argument.because, *argument.links, *told["claims"].values()))


def test_an_argument_that_does_not_exist_is_told_with_one_that_does() -> None:
    run = scaffold("decide", "--why", "sign")
    assert (run.status, "there is no argument 'sign'; did you mean sign_in?" in run.err) == (2, True)


def test_the_frameworks_are_compared_by_what_would_be_written(here: Path) -> None:
    asked = ["--set", "kind=api", "--defaults"]
    compared = scaffold("decide", "--compare", *asked, "--json").json
    assert list(compared) == ["flask", "django"]
    assert sum(each["probability"] for each in compared.values()) == pytest.approx(1)
    for framework, told in compared.items():
        made = scaffold("new", framework[0] * 3, *asked, "--framework", framework, "--json").json
        project = tomllib.loads((Path(made["path"]) / "pyproject.toml").read_text())["project"]
        assert (told["files"], len(told["dependencies"])) == (made["files"], len(project["dependencies"]))
    text = scaffold("decide", "--compare", *asked).out
    assert re.search(r"^ +Flask +Django$", text, re.MULTILINE)
    for line in ("For Flask", "For Django", "What would change the decision"):
        assert f"\n{line}\n" in text


def test_decide_tells_its_reasons_and_what_would_turn_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = scaffold("decide", "--set", "kind=tool", "--defaults").out
    for heading in ("For Flask", "Against it", "What would change it", "Source: "):
        assert heading in text
    monkeypatch.setenv("COLUMNS", "20")
    assert max(len(line) for line in scaffold("decide", "--set", "kind=website", "--defaults").out.splitlines()) <= 40


def test_where_neither_fits_it_is_said_and_one_is_chosen_all_the_same() -> None:
    asked = ["--set", "kind=api", "--set", "core=wrapper", "--set", "scale=large", "--defaults"]
    decided = scaffold("decide", "--json", *asked).json
    assert decided["framework"] in ("flask", "django")
    assert [other["id"] for other in decided["alternatives"]] == ["async_api"]
    assert "Alternatives" in scaffold("decide", *asked).out


def test_the_questions_are_listed_as_text_as_data_and_as_a_schema() -> None:
    text = scaffold("questions").out
    data = {question["id"]: question for question in scaffold("questions", "--json").json}
    assert list(data) == [question.id for question in load_knowledge().questions]
    assert all(id in text for id in data)
    lines = [line.strip() for line in text.splitlines() if "Default: " in line]
    assert len(lines) == len(data)
    assert lines[0] == "Default: none; an answer is required"
    assert {"Default: basic (depends on accounts, kind)", "Default: MIT", "Default: nothing"} <= set(lines)
    assert [option["id"] for option in data["kind"]["options"]] == list(KINDS)
    jsonschema.validate(COMPLETE, scaffold("questions", "--schema").json)


def test_new_writes_a_project_with_its_record_and_a_first_commit(here: Path) -> None:
    run = scaffold("new", *ALL, "--json")
    assert (run.status, run.err) == (0, "")
    told = run.json
    keys = {"path", "framework", "decision", "capabilities", "files", "next", "besides", "not_yet", "notes", "warnings"}
    assert set(told) == keys
    assert told["path"] == str(here / "shelf")
    written = snapshot(here / "shelf")
    assert len(written) == told["files"]
    manifest = json.loads(written[".scaffold/manifest.json"])
    assert set(manifest) == {path for path in written if not path.startswith(".scaffold/") and path != ".env"}
    tracked = git(here / "shelf", "ls-tree", "-r", "HEAD")
    for mode, _, blob, path in (line.replace("\t", " ").split(" ") for line in tracked.splitlines()):
        if path in manifest:
            assert manifest[path] == f"{mode} {blob}"
    with zipfile.ZipFile(here / "shelf/.scaffold/base.zip") as base:
        assert {entry: base.read(entry) for entry in base.namelist()} == {path: written[path] for path in manifest}
    assert git(here / "shelf", "status", "--porcelain") == ""
    assert git(here / "shelf", "log", "--format=%an %s").startswith("Ada Lovelace Start shelf with ")


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_no_secret_is_in_git_or_in_the_record(here: Path) -> None:
    scaffold("new", *ALL)
    (secret,) = [
        line.split("=", 1)[1]
        for line in (here / "shelf/.env").read_text().splitlines()
        if line.startswith("SECRET_KEY=")
    ]
    assert len(secret) >= 50
    assert (here / "shelf/.env").stat().st_mode & 0o077 == 0
    tracked = git(here / "shelf", "ls-files").splitlines()
    assert ".env" not in tracked
    assert not [path for path in tracked if secret.encode() in (here / "shelf" / path).read_bytes()]


def test_the_record_gives_the_same_bytes_although_defaults_are_answers_there(here: Path) -> None:
    """With `core: records` alone, following the defaults gives other flips than the recorded answers do."""
    assert scaffold("new", "shelf", "--set", "core=records", "--defaults", "--no-git").status == 0
    scaffold("new", "--answers", "shelf/.scaffold/answers.yml", "--into", mkdir(here / "again"), "--no-git")
    assert without_secrets(here / "again/shelf") == without_secrets(here / "shelf")


@pytest.mark.parametrize("name", ["shop_contract", "contract", "project", "high", "license_mit", "accounts with admin"])
@pytest.mark.parametrize("key", ["with", "without"])
def test_what_only_belongs_to_capabilities_cannot_be_named(here: Path, key: str, name: str) -> None:
    made = scaffold("new", "shelf", "--set", f"{key}={name}", "--defaults", "--json")
    assert made.status == 2
    assert re.search(rf"(unknown capability |found '){re.escape(name)}", made.err)
    assert left_behind(here) == []


def test_only_capabilities_are_listed(here: Path) -> None:
    strict = ["kind=ecommerce", "accounts=roles", "admin=full", "security=high"]
    asked = [part for answer in strict for part in ("--set", answer)]
    listed = scaffold("new", "shelf", *asked, "--defaults", "--dry-run", "--json").json["capabilities"]
    assert {"shop", "accounts", "two_factor"} <= set(listed)
    assert not [name for name in listed if "contract" in name or "+" in name or name in ("project", "high")]


def test_a_capability_can_be_left_out(here: Path) -> None:
    asked = ["new", "shelf", "--set", "kind=spa", "--set", "scale=medium", "--defaults", "--dry-run", "--json"]
    told = scaffold(*asked).json
    assert "container" in told["capabilities"]
    assert "react" in told["not_yet"]
    told = scaffold(*asked, "--set", "without=container,compose,react").json
    assert "container" not in told["capabilities"]
    assert "react" not in told["not_yet"]
    assert "Dockerfile" not in told["tree"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_record_is_an_answer_file_that_gives_the_same_project_again(here: Path, kind: str) -> None:
    assert scaffold("new", "shelf", "--set", f"kind={kind}", "--defaults", "--no-git").status == 0
    record = here / "shelf/.scaffold/answers.yml"
    assert scaffold("new", "--answers", record, "--into", mkdir(here / "again"), "--no-git").status == 0
    assert without_secrets(here / "again/shelf") == without_secrets(here / "shelf")
    jsonschema.validate(yaml.safe_load(record.read_text()), scaffold("questions", "--schema").json)


def mkdir(folder: Path) -> Path:
    folder.mkdir()
    return folder


def without_secrets(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in snapshot(folder).items() if path != ".env"}


def test_a_copy_under_another_name_differs_by_its_name_alone(here: Path) -> None:
    scaffold("new", *ALL, "--no-git")
    scaffold("new", "copy", "--answers", "shelf/.scaffold/answers.yml", "--no-git")
    one = {path: content for path, content in without_secrets(here / "shelf").items() if path != ".scaffold/base.zip"}
    two = {path: content for path, content in without_secrets(here / "copy").items() if path != ".scaffold/base.zip"}
    assert set(one) == set(two)
    renamed = {path: content.replace(b"shelf", b"copy").replace(b"Shelf", b"Copy") for path, content in one.items()}
    digest = rb'digest: "sha256:[0-9a-f]{64}"'  # of the answers, so of the name, too
    differing = {path for path in one if re.sub(digest, b"", renamed[path]) != re.sub(digest, b"", two[path])}
    assert differing <= {".scaffold/manifest.json"}


def test_a_dry_run_shows_the_tree_with_the_layers_and_writes_nothing(here: Path) -> None:
    run = scaffold("new", *ALL, "--dry-run", "--json")
    assert left_behind(here) == []
    tree = run.json["tree"]
    assert tree["pyproject.toml"] == "shared/project"
    assert tree[".scaffold/answers.yml"] == "record"
    assert len(tree) == run.json["files"]
    text = scaffold("new", *ALL, "--dry-run").out
    assert "pyproject.toml  [shared/project]" in text
    assert "would be written to" in text
    assert left_behind(here) == []
    scaffold("new", *ALL)
    assert set(tree) == set(snapshot(here / "shelf"))


def test_what_came_along_unasked_is_told_with_the_reason(here: Path) -> None:
    asked = ["new", "panel", "--set", "accounts=none", "--set", "admin=basic", "--defaults", "--dry-run"]
    told = scaffold(*asked, "--json").json["besides"]
    assert told["roles"] == "admin requires it: the panel is for staff"
    assert "accounts" in told
    text = " ".join(scaffold(*asked).out.split())
    assert "roles (admin requires it: the panel is for staff)." in text
    assert scaffold("new", *ALL, "--dry-run", "--json").json["besides"] == {}


def test_what_cannot_be_written_yet_is_said_plainly(here: Path) -> None:
    asked = ["new", "shop", "--set", "kind=spa", "--defaults", "--dry-run"]
    not_yet = scaffold(*asked, "--json").json["not_yet"]
    assert {"react"} <= set(not_yet)
    text = " ".join(scaffold(*asked).out.split())
    assert f"Not supported yet, and saved in .scaffold/answers.yml for later: {', '.join(not_yet)}." in text
    assert scaffold("new", *ALL, "--dry-run", "--json").json["not_yet"] == []


def test_the_report_ends_with_the_commands_to_type_next(here: Path) -> None:
    out = scaffold("new", *ALL, "--into", mkdir(here / "projects")).out
    commands = [line.strip() for line in out[out.index("Next:") :].splitlines()[1:]]
    assert commands[0] == "cd projects/shelf"
    assert re.fullmatch(r".*poe dev +# start it at http://127.0.0.1:8000/", commands[1])
    assert re.fullmatch(r".*poe check +# run all checks and tests", commands[-3])
    assert commands[-1] == "The first command writes uv.lock: commit it, so that all install the same."


@pytest.mark.parametrize("columns", ["80", "100"])
@pytest.mark.parametrize("answers", [{}, EVERYTHING], ids=["light", "everything"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_report_has_at_most_twenty_lines(
    here: Path, monkeypatch: pytest.MonkeyPatch, kind: str, answers: dict[str, str], columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = scaffold("new", "shelf", *settings({"kind": kind, **answers}), "--defaults", "--no-git").out
    assert len(out.splitlines()) <= 20, out
    assert "├──" not in out


def test_the_tree_is_shown_on_request(here: Path) -> None:
    assert "├── pyproject.toml\n" in scaffold("new", *ALL, "--tree").out


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_the_report_tells_the_log_in_that_the_demo_data_have(here: Path, framework: str) -> None:
    out = scaffold("new", "shelf", *settings({"accounts": "roles", "framework": framework}), "--defaults").out
    login = re.search(r"log in as (\S+) with (\S+)", out)
    assert login
    written = [content.decode() for path, content in snapshot(here / "shelf").items() if path.endswith(".py")]
    assert any(f'PASSWORD = "{login[2]}"' in text and login[1] in text for text in written)


def test_the_flag_wins_over_set_file_and_environment(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(here, {"answers.json": json.dumps(COMPLETE)})
    monkeypatch.setenv("SCAFFOLD_FRAMEWORK", "django")
    told = scaffold(
        "new", "flagged", "--answers", "answers.json", "--set", "name=other", "--framework", "flask", "--json"
    ).json
    assert told["path"] == str(here / "flagged")
    assert told["framework"] == "flask"


def test_the_persons_own_configuration_counts_least(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = here / "home/.config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    write_files(config / "scaffold", {"answers.yml": "author: Grace\nlicense: BSD-3-Clause\n"})
    scaffold("new", *ALL, "--no-git")
    assert "Grace" in (here / "shelf/LICENSE").read_text()


@pytest.mark.parametrize("preset", load_presets())
def test_a_preset_answers_everything_but_the_name(here: Path, preset: str) -> None:
    made = scaffold("new", "shelf", "--preset", preset, "--no-git", "--json")
    assert made.status == 0, made.err
    assert made.json["not_yet"] == []
    record = yaml.safe_load((here / "shelf/.scaffold/answers.yml").read_text())
    assert load_presets()[preset].answers.items() <= record.items()


def test_a_preset_loses_to_what_is_said_of_the_project_and_wins_over_what_is_said_of_all(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = here / "home/.config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    monkeypatch.setenv("SCAFFOLD_ADMIN", "none")
    write_files(config / "scaffold", {"answers.yml": "accounts: none\nteam_size: medium\n"})
    write_files(here, {"answers.yml": "data: heavy\n"})
    scaffold("new", "shelf", "--preset", "blog", "--set", "core=mixed", "--answers", "answers.yml")
    record = yaml.safe_load((here / "shelf/.scaffold/answers.yml").read_text())
    found = {id: record[id] for id in ("core", "data", "admin", "accounts", "team_size", "scale")}
    assert found == {
        "core": "mixed", "data": "heavy", "admin": "full", "accounts": "roles", "team_size": "medium", "scale": "small",
    }  # fmt: skip


def test_an_unknown_preset_is_told_with_the_nearest(here: Path) -> None:
    run = scaffold("new", "shelf", "--preset", "blgo")
    assert (run.status, run.err.endswith("; did you mean blog?\n")) == (2, True)
    assert scaffold("decide", "--preset", "blog", "--json").json["framework"] == "django"


def test_the_presets_are_listed() -> None:
    assert [preset["id"] for preset in scaffold("presets", "--json").json] == list(load_presets())
    assert "blog       articles in Markdown" in scaffold("presets").out


def test_the_persons_own_configuration_is_shown_and_checked(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here))
    file = here / "scaffold/answers.yml"
    assert scaffold("config", "--json").json == {"path": str(file), "exists": False, "answers": {}}
    assert f"Answers in {file} count for all your projects" in scaffold("config").out
    write_files(here, {"scaffold/answers.yml": "author: Grace\nlicense: BSD-3-Clause\n"})
    assert scaffold("config").out == f"{file}\n  author: Grace\n  license: BSD-3-Clause\n"
    write_files(here, {"scaffold/answers.yml": "licence: MIT\n"})
    assert "did you mean license?" in scaffold("config").err


@pytest.mark.parametrize("name", [".", "./"])
def test_the_current_folder_becomes_the_project_and_names_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(mkdir(here / "My Shelf"))
    told = scaffold("new", name, "--defaults", "--json").json
    assert told["path"] == str(here / "My Shelf")
    assert told["notes"] == ["The name 'My Shelf' was changed to my-shelf."]
    assert not told["next"][0].startswith("cd ")
    assert git(here / "My Shelf", "status", "--porcelain") == ""
    assert left_behind(here) == ["My Shelf"]
    assert 'name = "my-shelf"' in (here / "My Shelf/pyproject.toml").read_text()


def test_an_answered_name_wins_over_that_of_the_current_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mkdir(here / "site!"))
    assert "no terminal to ask in: name" in scaffold("new", ".", "--defaults").err
    assert left_behind(here / "site!") == []
    assert scaffold("new", ".", *ALL).status == 0
    assert 'name = "shelf"' in (here / "site!/pyproject.toml").read_text()


@pytest.mark.parametrize("target", [["."], ["shelf"]], ids=str)
def test_an_empty_repository_gets_the_project_and_its_first_commit(
    here: Path, monkeypatch: pytest.MonkeyPatch, target: list[str]
) -> None:
    git(here, "init", "-q", "-b", "trunk", "shelf")
    git(here / "shelf", "config", "user.name", "Grace")
    if target == ["."]:
        monkeypatch.chdir(here / "shelf")
    assert scaffold("new", *target, "--defaults").status == 0
    assert git(here / "shelf", "log", "--format=%D %an %s") == "HEAD -> trunk Grace Start shelf with Flask\n"
    assert git(here / "shelf", "status", "--porcelain") == ""


def test_a_repository_without_its_files_keeps_its_last_commit(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(mkdir(here / "shelf"), "init", "-q")
    write_files(here / "shelf", {"mine.txt": "mine"})
    git(here / "shelf", "add", "mine.txt")
    git(here / "shelf", "commit", "-qm", "Mine")
    (here / "shelf/mine.txt").unlink()
    monkeypatch.chdir(here / "shelf")
    assert "the last commit has files that are not in the folder" in scaffold("new", ".", "--defaults").out
    assert git(here / "shelf", "log", "--format=%s") == "Mine\n"


def test_a_folder_that_only_looks_like_a_repository_leaves_the_one_around_it_alone(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(here, "init", "-q")
    monkeypatch.chdir(mkdir(here / "shelf"))
    mkdir(here / "shelf/.git")
    assert "Nothing was committed: git said: fatal: not a git repository" in scaffold("new", ".", "--defaults").out
    assert not (here / ".git/index").exists()


def test_a_taken_destination_exits_with_1_and_stays_as_it_was(here: Path) -> None:
    write_files(here, {"shelf/mine.txt": "mine"})
    run = scaffold("new", *ALL)
    assert (run.status, len(run.err.splitlines())) == (1, 1)
    assert "exists and is not empty" in run.err
    assert snapshot(here) == {"shelf/mine.txt": b"mine"}


def test_without_git_or_an_identity_the_project_is_written_and_it_is_said(
    here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("nobody")))
    write_files(Path(str(here)), {"gitconfig": "[user]\n\tuseConfigOnly = true\n"})
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(here / "gitconfig"))
    run = scaffold("new", *ALL)
    assert run.status == 0
    assert "because git does not know who you are" in run.out
    assert '\n  git config --global user.name "NAME"\n  git config --global user.email EMAIL\n' in run.out
    assert (here / "shelf/.git").is_dir()
    monkeypatch.setenv("PATH", str(here))
    told = scaffold("new", "rack", *ALL, "--json")
    assert told.json["notes"] == ["git is not installed, so no repository was created."]
    assert told.status == 0
    assert not (here / "rack/.git").exists()
    assert "pip install --constraint constraints.txt --editable . --group dev" in " ".join(told.json["next"])


def test_inside_another_repository_and_in_a_hook_the_project_gets_its_own(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(here, "init", "-q", ".")
    monkeypatch.setenv("GIT_DIR", str(here / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(here / ".git/index"))
    assert scaffold("new", *ALL).status == 0
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert git(here / "shelf", "rev-parse", "--show-toplevel").strip() == str(here / "shelf")
    assert git(here, "status", "--porcelain").strip() == "?? shelf/"


@pytest.mark.parametrize("stdin", ["closed", "silent pipe", "full pipe"])
def test_without_a_terminal_stdin_is_never_read(here: Path, stdin: str) -> None:
    if stdin == "closed":
        done = subprocess.run(
            ["sh", "-c", "exec scaffold new <&-"], capture_output=True, text=True, timeout=20, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        return
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as silent:
        if stdin == "full pipe":
            assert silent.stdin is not None
            silent.stdin.write(b"shelf\n" * 8)
            silent.stdin.flush()
        done = scaffold_process("new", stdin=silent.stdout, timeout=20)
        silent.terminate()
        assert done.returncode == 2
        assert "no terminal to ask in: name, kind" in done.stderr
        assert "Traceback" not in done.stderr


def test_json_is_the_only_thing_on_stdout(here: Path) -> None:
    done = scaffold_process("new", *ALL, "--json", cwd=here)
    assert json.loads(done.stdout)["framework"]
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "status", "problem"),
    [
        (["decide", "--json"], 2, "no answer, and no terminal to ask in: kind, team_size, scale, security"),
        (["questions", "--json", "--nonsense"], 2, "No such option '--nonsense'."),
        (["new", "--json", "--nonsense"], 2, "No such option '--nonsense'."),
        (["new", "a", "b", "--json"], 2, "Got unexpected extra argument (b)"),
        (["questions", "--json", "--schema"], 2, "--json and --schema exclude each other"),
        (["decide", "--set", "kind=web", "--json", "--defaults"], 2, "--set: kind: found 'web', expected one of"),
        (["new", "shelf", "--defaults", "--json", "--into", "gone"], 1, "gone: there is no such folder"),
    ],
)
def test_a_failure_is_one_json_object_too(here: Path, arguments: list[str], status: int, problem: str) -> None:
    done = scaffold_process(*arguments, cwd=here)
    told = json.loads(done.stdout)
    assert set(told) == {"error", "exit", "problems"}
    assert (done.returncode, told["exit"]) == (status, status)
    assert [found for found in told["problems"] if problem in found], told
    assert told["error"] in (told["problems"][0], f"{len(told['problems'])} problems")
    assert done.stderr


def test_a_reader_that_went_away_is_no_traceback() -> None:
    done = subprocess.run(
        "scaffold questions --json | head -c 1", shell=True, capture_output=True, text=True, check=False, timeout=20
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_failed_install_keeps_the_project_and_exits_with_1(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(here, {"bin/uv": "#!/bin/sh\necho no network >&2\nexit 7\n"})
    (here / "bin/uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{here / 'bin'}:/usr/bin:/bin")
    run = scaffold("new", *ALL, "--install", "--json")
    assert run.status == 1
    assert (run.json["exit"], run.json["problems"]) == (1, [run.json["error"]])
    assert run.json["error"].startswith("The project is written, but `")
    assert "uv sync" in run.json["error"]
    assert run.json["notes"] == []
    assert (here / "shelf/pyproject.toml").is_file()


@pytest.mark.parametrize(
    ("name", "framework"),
    [("django-csp", "django"), ("flask-limiter", "flask"), ("poethepoet", "flask"), ("flit-core", "flask")],
)
def test_a_project_cannot_be_called_like_a_package_that_it_needs(here: Path, name: str, framework: str) -> None:
    run = scaffold("new", name, "--framework", framework, "--defaults")
    assert (run.status, run.err) == (
        2,
        f"scaffold: {name} is a package that the project needs: choose a name such as my-{name}\n",
    )
    assert left_behind(here) == []


def test_an_install_that_leaves_nothing_to_commit_is_no_fault(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(here, {"bin/uv": "#!/bin/sh\nexit 0\n"})
    (here / "bin/uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{here / 'bin'}:/usr/bin:/bin")
    run = scaffold("new", *ALL, "--install", "--json")
    assert (run.status, run.json["notes"]) == (0, [])


def test_what_a_person_has_git_do_elsewhere_does_not_touch_the_first_commit(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = "#!/bin/sh\nexit 1\n"
    write_files(here, {"hooks/pre-commit": hook, "template/hooks/pre-commit": hook, "ignored": "*.zip\n.env*\n"})
    for place in ("hooks/pre-commit", "template/hooks/pre-commit"):
        (here / place).chmod(0o755)
    config = f"[core]\nhooksPath = {here}/hooks\nexcludesFile = {here}/ignored\n"
    config += "[user]\nname = Ada\nemail = ada@example.org\n"
    config += f"[init]\ntemplateDir = {here}/template\n[commit]\ngpgsign = true\n[gpg]\nprogram = false\n"
    write_files(here, {"gitconfig": config})
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(here / "gitconfig"))
    told = scaffold("new", *ALL, "--json").json
    assert told["notes"] == []
    assert len(git(here / "shelf", "ls-files").splitlines()) == told["files"] - 1
    assert not (here / "shelf/.git/hooks").exists()


@pytest.mark.parametrize("into", ["x" * 300, "gone/" * 2, "file/below"])
def test_a_place_that_cannot_be_is_told_in_one_line(here: Path, into: str) -> None:
    write_files(here, {"file": "mine"})
    run = scaffold("new", *ALL, "--into", into)
    assert (run.status, len(run.err.splitlines())) == (1, 1)


def test_a_deleted_working_folder_is_told_in_one_line(here: Path) -> None:
    gone = mkdir(here / "gone")
    command = f"cd {gone} && rmdir {gone} && exec scaffold new shelf --defaults"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_full_standard_output_is_told_in_one_line() -> None:
    done = subprocess.run(
        ["sh", "-c", "exec scaffold questions >/dev/full"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "scaffold: standard output: No space left on device\n")


def test_an_unknown_capability_is_told_with_its_place(here: Path) -> None:
    write_files(here, {"answers.yml": "kind: websit\nwith: [acounts, pages]\n"})
    for command in (["decide"], ["new", "shelf"]):
        run = scaffold(*command, "--answers", "answers.yml", "--defaults")
        assert run.status == 2
        assert "answers.yml:2: with: unknown capability acounts; did you mean accounts?" in run.err
        assert "answers.yml:1: kind" in run.err


def test_where_no_flip_is_listed_no_single_answer_turns_it() -> None:
    asked = {
        "kind": "prototype",
        "team_size": "medium",
        "scale": "large",
        "security": "elevated",
        "admin": "none",
        "core": "mixed",
    }
    decided = scaffold("decide", "--json", "--defaults", *settings(asked)).json
    assert {"question": "kind", "from": "prototype", "to": "cms", "framework": "django"} in decided["flips"]


def test_the_record_decides_as_the_interview_did(here: Path) -> None:
    answers = ("--set", "kind=website", "--set", "accounts=accounts", "--defaults", "--json")
    made = scaffold("new", "shelf", *answers).json
    again = scaffold("decide", "--answers", Path(made["path"], ".scaffold/answers.yml"), "--json").json
    assert again == scaffold("decide", *answers).json
    decision = Path(made["path"], "docs/adr/0001-framework.md").read_text(encoding="utf-8")
    assert "(data: little, assumed)" in decision
    for flip in again["flips"][:7]:
        assert f"{flip['question']}: {flip['to']} instead of {flip['from']}" in decision


def test_answers_may_come_from_stdin(here: Path) -> None:
    command = [sys.executable, "-m", "generator", "decide", "--answers", "-", "--defaults", "--json"]
    done = subprocess.run(command, input=b"kind: cms\n", capture_output=True, check=True)
    assert json.loads(done.stdout)["framework"] == "django"
