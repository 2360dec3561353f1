import json
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import COMPLETE, REPOSITORY, Run, scaffold, settings, snapshot, write_files
from tests.toy import toy_template

TEXT = "".join(f"line {number}\n" for number in range(10))
"""A file of the template that several tests edit."""

ANSWERS = {**COMPLETE, "kind": "website", "author": "Ada", "email": "ada@example.org"}


def run(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


class Shelf:
    """A project of the toy template, which tests change."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder, self.template = folder, template

    def update(self, *arguments: str) -> Run:
        return scaffold("update", "--project", self.folder, "--template", self.template, *arguments)

    def change_template(self, **files: str | None) -> None:
        for name, text in files.items():
            place = self.template / "base/files" / name.replace("__", "/").replace("_txt", ".txt")
            if text is None:
                place.unlink()
            else:
                write_files(place.parent, {place.name: text})

    def write(self, **files: str) -> None:
        write_files(self.folder, {name.replace("_txt", ".txt"): text for name, text in files.items()})

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def git(self, *arguments: str) -> str:
        return run(self.folder, *arguments)


def statuses(done: Run) -> dict[str, str]:
    return {file["path"]: file["status"] for file in done.json["files"]}


def in_git(folder: Path) -> None:
    run(folder, "init", "-q")
    run(folder, "add", "-A")
    run(folder, "commit", "-qm", "Start")


def without_commit(folder: Path) -> None:
    run(folder, "init", "-q")


def without_git(folder: Path) -> None:
    pass


def in_a_subfolder(folder: Path) -> None:
    write_files(folder.parent, {"other.txt": "x"})
    in_git(folder.parent)
    write_files(folder.parent, {"other.txt": "changed"})


def ignored_by_git(folder: Path) -> None:
    write_files(folder.parent, {".gitignore": "/shelf/\n"})
    in_git(folder.parent)


def as_a_shallow_clone(folder: Path) -> None:
    in_git(folder)
    run(folder, "commit", "-qm", "Second", "--allow-empty")
    origin = folder.rename(folder.parent / "origin")
    run(folder.parent, "clone", "-q", "--depth", "1", f"file://{origin}", str(folder))


def with_a_submodule(folder: Path) -> None:
    in_git(folder)
    library = write_files(folder.parent / "library", {"a.txt": "a\n"})
    in_git(library)
    run(folder, "submodule", "--quiet", "add", f"file://{library}", "library")


def with_a_repository_inside(folder: Path) -> None:
    in_git(folder)
    run(folder, "init", "-q", "nested")


PLACES: tuple[Callable[[Path], None], ...] = (
    in_git,
    without_commit,
    without_git,
    in_a_subfolder,
    ignored_by_git,
    as_a_shallow_clone,
    with_a_submodule,
    with_a_repository_inside,
)


@pytest.fixture
def shelf(here: Path) -> Shelf:
    """A project without git; `place` puts it into a repository."""
    template = toy_template(here / "templates", {"base/files/lines.txt": TEXT})
    folder = here / "work"
    folder.mkdir()
    made = scaffold("new", *settings(ANSWERS), "--template", template, "--defaults", "--no-git", "--into", folder)
    assert made.status == 0, made.err
    return Shelf(folder / "shelf", template)


@pytest.fixture(params=[in_git, without_git], ids=lambda place: place.__name__)
def placed(shelf: Shelf, request: pytest.FixtureRequest) -> Shelf:
    request.param(shelf.folder)
    return shelf


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_both_sides_are_merged_wherever_the_project_is(shelf: Shelf, place: Callable[[Path], None]) -> None:
    place(shelf.folder)
    shelf.write(lines_txt=TEXT.replace("line 1", "mine"), untracked_txt="mine")
    shelf.change_template(lines_txt=TEXT.replace("line 8", "new"), added_txt="added\n", plain_txt=None)
    before = snapshot(shelf.folder)
    done = shelf.update("--json")
    assert (done.status, done.err) == (0, "")
    assert statuses(done) == {"lines.txt": "merged", "added.txt": "added", "plain.txt": "deleted"}
    is_beyond_git = place in (ignored_by_git, with_a_repository_inside)
    assert [note.split(":")[0] for note in done.json["notes"]] == ["Merged without git"] * is_beyond_git
    assert shelf.read("lines.txt") == TEXT.replace("line 1", "mine").replace("line 8", "new")
    assert not (shelf.folder / "plain.txt").exists()
    assert shelf.update().out == "The project is up to date.\n"
    assert scaffold("undo", "--project", shelf.folder).status == 0
    after = {path: content for path, content in snapshot(shelf.folder).items() if "/undo/" not in path}
    assert after == before


def test_a_conflict_is_marked_in_the_file_and_in_the_index_and_the_status_is_1(placed: Shelf) -> None:
    placed.write(lines_txt=TEXT.replace("line 5", "mine"))
    placed.change_template(lines_txt=TEXT.replace("line 5", "theirs"))
    done = placed.update("--json")
    assert (done.status, done.json["conflicts"]) == (1, 1)
    lines = placed.read("lines.txt").splitlines()
    markers = [lines.index(found) for found in ("mine", "line 5", "=======", "theirs")]
    assert markers == sorted(markers)
    if (placed.folder / ".git").exists():
        assert placed.git("status", "--short", "lines.txt") == "UU lines.txt\n"
        assert placed.git("show", ":1:lines.txt") == TEXT
        assert placed.git("show", ":2:lines.txt") == TEXT.replace("line 5", "mine")
        assert placed.git("show", ":3:lines.txt") == TEXT.replace("line 5", "theirs")
        again = placed.update()
        assert again.status == 2
        assert "has unresolved conflicts in lines.txt; resolve them and `git add` the files" in again.err
        scaffold("undo", "--project", placed.folder)
        assert placed.git("status", "--short", "lines.txt") == " M lines.txt\n"
    else:
        scaffold("undo", "--project", placed.folder)
    assert placed.read("lines.txt") == TEXT.replace("line 5", "mine")


def test_a_file_that_the_owner_edited_or_deleted_is_never_deleted_or_restored(placed: Shelf) -> None:
    placed.write(plain_txt="mine\n")
    (placed.folder / "lines.txt").unlink()
    placed.change_template(plain_txt=None, lines_txt=TEXT + "more\n")
    done = placed.update("--json")
    assert statuses(done) == {"lines.txt": "left deleted", "plain.txt": "kept"}
    assert (done.status, placed.read("plain.txt")) == (0, "mine\n")
    assert not (placed.folder / "lines.txt").exists()


def test_edits_follow_a_file_that_the_template_renames(placed: Shelf) -> None:
    placed.write(lines_txt=TEXT.replace("line 1", "mine"))
    placed.change_template(lines_txt=None, rows_txt=TEXT.replace("line 8", "new"))
    assert placed.update().status == 0
    assert placed.read("rows.txt") == TEXT.replace("line 1", "mine").replace("line 8", "new")
    assert not (placed.folder / "lines.txt").exists()


def test_changes_follow_a_file_that_the_owner_renamed(shelf: Shelf) -> None:
    in_git(shelf.folder)
    (shelf.folder / "lines.txt").rename(shelf.folder / "mine.txt")
    shelf.change_template(lines_txt=TEXT.replace("line 8", "new"))
    assert statuses(shelf.update("--json")) == {"mine.txt": "merged"}
    assert shelf.read("mine.txt") == TEXT.replace("line 8", "new")


def test_a_file_that_both_sides_renamed_keeps_the_name_of_the_owner(shelf: Shelf) -> None:
    in_git(shelf.folder)
    (shelf.folder / "lines.txt").rename(shelf.folder / "mine.txt")
    shelf.change_template(lines_txt=None, rows_txt=TEXT.replace("line 8", "new"))
    assert statuses(shelf.update("--json")) == {"mine.txt": "merged"}
    assert shelf.read("mine.txt") == TEXT.replace("line 8", "new")
    assert not (shelf.folder / "rows.txt").exists()


def test_a_binary_file_that_both_sides_changed_stays_as_it_is(placed: Shelf) -> None:
    (placed.template / "base/files/icon.bin").write_bytes(b"\0one")
    assert placed.update().status == 0
    if (placed.folder / ".git").exists():
        placed.git("add", "-A")
        placed.git("commit", "-qm", "Icon")
    (placed.folder / "icon.bin").write_bytes(b"\0mine")
    (placed.template / "base/files/icon.bin").write_bytes(b"\0two")
    done = placed.update("--json")
    assert done.status == 1
    assert statuses(done)["icon.bin"] == "binary conflict"
    assert (placed.folder / "icon.bin").read_bytes() == b"\0mine"
    if (placed.folder / ".git").exists():
        assert placed.git("status", "--short", "icon.bin") == "UU icon.bin\n"
    else:
        assert (placed.folder / "icon.bin.scaffold-new").read_bytes() == b"\0two"


def test_windows_line_ends_and_the_executable_bit_stay(placed: Shelf) -> None:
    (placed.folder / "lines.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    (placed.folder / "plain.txt").chmod(0o755)
    placed.change_template(lines_txt=TEXT.replace("line 8", "new"), plain_txt="new\n")
    assert placed.update().status == 0
    assert (placed.folder / "lines.txt").read_bytes() == TEXT.replace("line 8", "new").replace("\n", "\r\n").encode()
    assert (placed.folder / "plain.txt").stat().st_mode & 0o777 == 0o755


def test_line_ends_that_git_converts_are_no_changes_of_the_owner(shelf: Shelf) -> None:
    in_git(shelf.folder)
    shelf.git("config", "core.autocrlf", "true")
    for path in shelf.git("ls-files").splitlines():
        (shelf.folder / path).unlink()
    shelf.git("checkout", "--", ".")
    assert b"\r\n" in (shelf.folder / "lines.txt").read_bytes()
    assert scaffold("diff", "--project", shelf.folder, "--against", "base").out == ""
    shelf.change_template(lines_txt=TEXT + "more\n", new_txt="new\n")
    assert statuses(shelf.update("--json")) == {"lines.txt": "updated", "new.txt": "added"}
    assert b"more\r\n" in (shelf.folder / "lines.txt").read_bytes()


def test_links_are_kept_and_nothing_is_written_through_them(placed: Shelf, here: Path) -> None:
    outside = write_files(here / "outside", {"lines.txt": "outside"})
    (placed.folder / "lines.txt").unlink()
    (placed.folder / "lines.txt").symlink_to(outside / "lines.txt")
    (placed.folder / "folder").symlink_to(outside)
    placed.change_template(lines_txt=TEXT + "more\n", folder__lines_txt="new\n")
    done = placed.update("--json")
    assert statuses(done) == {"lines.txt": "kept", "folder/lines.txt": "kept"}
    assert snapshot(outside) == {"lines.txt": b"outside"}


def test_an_update_without_news_changes_no_byte_and_no_time(placed: Shelf) -> None:
    placed.write(lines_txt="mine")

    def state() -> dict[str, tuple[bytes, int]]:
        return {
            path: (content, (placed.folder / path).stat().st_mtime_ns)
            for path, content in snapshot(placed.folder).items()
        }

    before = state()
    assert placed.update().out == "The project is up to date.\n"
    assert state() == before


def test_a_dry_run_and_a_diff_write_nothing(placed: Shelf) -> None:
    placed.write(lines_txt=TEXT.replace("line 1", "mine"))
    placed.change_template(lines_txt=TEXT.replace("line 8", "new"))
    before = snapshot(placed.folder)
    objects = placed.git("count-objects") if (placed.folder / ".git").exists() else ""
    assert placed.update("--dry-run").out.splitlines()[-1] == "Would change: 1 merged. Nothing was written."
    diff = scaffold("diff", "--project", placed.folder, "--template", placed.template)
    assert "-line 8\n+new\n" in diff.out
    assert "mine" not in [line[1:] for line in diff.out.splitlines() if line[:1] in "+-"]
    assert snapshot(placed.folder) == before
    if (placed.folder / ".git").exists():
        assert placed.git("count-objects") == objects
        assert placed.git("status", "--short") == " M lines.txt\n"


def test_a_diff_can_be_applied(shelf: Shelf) -> None:
    in_git(shelf.folder)
    shelf.change_template(lines_txt=TEXT.replace("line 8", "new"), added_txt="no line end", plain_txt=None)
    diff = scaffold("diff", "--project", shelf.folder, "--template", shelf.template).out
    subprocess.run(["git", "apply"], cwd=shelf.folder, input=diff, text=True, check=True)
    by_diff = snapshot(shelf.folder)
    shelf.git("checkout", "-q", ".")
    shelf.git("clean", "-fdq")
    shelf.update()
    by_update = {path: content for path, content in snapshot(shelf.folder).items() if not path.startswith(".scaffold")}
    assert by_update == {path: content for path, content in by_diff.items() if not path.startswith(".scaffold")}


def test_the_diff_against_the_base_is_what_was_changed_by_hand(shelf: Shelf) -> None:
    assert scaffold("diff", "--project", shelf.folder, "--against", "base").out == ""
    shelf.write(lines_txt=TEXT.replace("line 8", "mine"))
    assert "-line 8\n+mine\n" in scaffold("diff", "--project", shelf.folder, "--against", "base").out


def test_the_diff_against_the_answers_is_what_one_answer_changes(shelf: Shelf) -> None:
    shelf.write(lines_txt="mine")
    said = ("--template", shelf.template, "--against", "answers.yml", "--set", "description=A better shelf.")
    diff = scaffold("diff", "--project", shelf.folder, *said).out
    assert "+A better shelf" in diff
    assert "mine" not in diff


def test_new_variables_are_added_to_env_and_no_line_is_changed(placed: Shelf) -> None:
    secret = placed.read(".env")
    placed.write(**{".env": secret + "MINE=1\n# KNOWN=\n"})
    write_files(placed.template, {"base/files/.env.jinja": "SECRET_KEY=[[ secret() ]]\nKNOWN=1\nNEW=2\n"})
    assert "SECRET_KEY" not in scaffold("diff", "--project", placed.folder, "--template", placed.template).out
    assert statuses(placed.update("--json")) == {".env": "variables added"}
    added = "\n# Added by `scaffold update`; `.env.example` describes them.\nNEW=2\n"
    assert placed.read(".env") == f"{secret}MINE=1\n# KNOWN=\n{added}"
    assert (placed.folder / ".env").stat().st_mode & 0o777 == 0o600
    placed.write(**{".env": secret})
    (placed.folder / ".env").unlink()
    placed.update()
    assert not (placed.folder / ".env").exists()


def test_undo_twice_is_the_update_and_no_later_edit_is_lost(placed: Shelf) -> None:
    placed.change_template(lines_txt=TEXT.replace("line 8", "new"))
    placed.update()
    placed.write(lines_txt="edited later\n")
    undone = scaffold("undo", "--project", placed.folder, "--json")
    assert undone.json["edited"] == ["lines.txt"]
    assert placed.read("lines.txt") == TEXT
    scaffold("undo", "--project", placed.folder)
    assert placed.read("lines.txt") == "edited later\n"


def test_check_is_0_when_current_and_1_when_behind_or_damaged(shelf: Shelf) -> None:
    said = ("check", "--project", shelf.folder, "--template", shelf.template)
    assert scaffold(*said).status == 0
    shelf.write(lines_txt="mine")
    assert scaffold(*said).status == 0
    shelf.change_template(lines_txt=TEXT + "more\n")
    behind = scaffold(*said, "--json")
    assert (behind.status, behind.json["behind"]) == (1, ["lines.txt"])
    shelf.update()
    assert scaffold(*said).status == 0
    (shelf.folder / ".scaffold/base.zip").write_bytes(b"damaged")
    damaged = scaffold(*said)
    assert damaged.status == 1
    assert damaged.out.startswith(".scaffold/base.zip: is damaged")
    assert damaged.out.endswith("run `scaffold update`, which writes the record anew.\n")
    shelf.update()
    record = shelf.folder / ".scaffold/answers.yml"
    record.write_text(record.read_text(encoding="utf-8").replace('description: "', 'description: "Other: '))
    edited = scaffold(*said, "--json")
    assert (edited.status, "README.md" in edited.json["behind"]) == (1, True)


@pytest.mark.parametrize("damage", ["missing", "garbage", "manifest too"])
def test_a_damaged_record_overwrites_nothing(placed: Shelf, damage: str) -> None:
    base = placed.folder / ".scaffold/base.zip"
    base.write_bytes(b"PK\5\6garbage") if damage == "garbage" else base.unlink()
    if damage == "manifest too":
        (placed.folder / ".scaffold/manifest.json").unlink()
    placed.write(lines_txt=TEXT.replace("line 1", "mine"))
    placed.change_template(lines_txt=TEXT.replace("line 8", "new"), plain_txt="new\n")
    done = placed.update("--json")
    has_objects = (placed.folder / ".git").exists() and damage != "manifest too"
    if has_objects:  # git still has what was generated
        assert statuses(done) == {"lines.txt": "merged", "plain.txt": "updated"}
    else:
        assert done.status == 1
        assert placed.read("lines.txt") == TEXT.replace("line 1", "mine")
        assert placed.read("lines.txt.scaffold-new") == TEXT.replace("line 8", "new")
        assert placed.read("plain.txt") == "new\n" or placed.read("plain.txt.scaffold-new") == "new\n"
    assert done.json["notes"][0].startswith(".scaffold/base.zip: is ")


def test_a_base_with_a_path_outside_the_project_is_refused(shelf: Shelf, here: Path) -> None:
    import zipfile

    write_files(here / "work", {"victim.txt": "victim"})
    with zipfile.ZipFile(shelf.folder / ".scaffold/base.zip", "a") as archive:
        archive.writestr("../victim.txt", "victim")
    done = shelf.update("--json")
    assert "is no path of a project" in done.json["notes"][0]
    assert (here / "work/victim.txt").exists()


def test_a_migration_is_added_and_never_rewritten(placed: Shelf) -> None:
    migration = 'revision = "{}"\ndown_revision = {}\n'
    files = placed.template / "base/files/migrations"
    write_files(files, {"env.py": "", "versions/1_one.py": migration.format("one", "None")})
    placed.update()
    write_files(files, {"versions/1_one.py": migration.format("one", "None") + "# changed\n"})
    write_files(files, {"versions/0_new.py": migration.format("new", "None")})
    done = placed.update("--json")
    found = {file["path"]: (file["status"], file["note"]) for file in done.json["files"]}
    assert found["migrations/versions/1_one.py"][0] == "migration kept"
    assert placed.read("migrations/versions/1_one.py") == migration.format("one", "None")
    assert placed.read("migrations/versions/0_new.py") == migration.format("new", '"one"')
    write_files(files, {"versions/1_one.py": migration.format("one", '"new"') + "# changed\n"})
    done = placed.update("--json")
    assert (done.json["files"], done.json["conflicts"]) == ([], 0), "it only follows another one"
    assert placed.read("migrations/versions/1_one.py") == migration.format("one", "None")
    (files / "versions/1_one.py").unlink()
    placed.update()
    assert (placed.folder / "migrations/versions/1_one.py").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("undo",), "there is no update to undo"),
        (("update", "--abort"), "no update was interrupted"),
        (("update", "--set", "kind=nonsense"), "kind: found 'nonsense'"),
        (("diff", "--against", "base", "--set", "kind=tool"), "--set: changes nothing in what was generated"),
        (("add",), "expected a capability or --model"),
        (("add", "greeting"), "greeting: the project has it already"),
        (("remove", "nonsense"), "nonsense: the project has no such capability or model; it has "),
    ],
)
def test_a_misuse_is_told_with_what_to_do(shelf: Shelf, arguments: tuple[str, ...], message: str) -> None:
    said = () if arguments[0] == "undo" else ("--template", shelf.template)
    done = scaffold(*arguments, "--project", shelf.folder, *said)
    assert (done.status, done.out) == (2, "")
    assert message in done.err


def test_a_repository_that_git_cannot_read_is_an_error_and_nothing_changes(shelf: Shelf) -> None:
    in_git(shelf.folder)
    (shelf.folder / ".git/index").write_bytes(b"damaged")
    shelf.change_template(lines_txt="new\n")
    before = snapshot(shelf.folder)
    done = shelf.update("--json")
    assert done.status == 1
    assert done.json["error"].startswith("git ls-files: fatal: ")
    assert snapshot(shelf.folder) == before


def test_only_a_conflict_of_an_update_can_be_undone(shelf: Shelf) -> None:
    in_git(shelf.folder)
    shelf.git("checkout", "-qb", "other")
    shelf.write(lines_txt="theirs\n")
    shelf.git("commit", "-qam", "Theirs")
    shelf.git("checkout", "-q", "-")
    shelf.write(lines_txt="ours\n")
    shelf.git("commit", "-qam", "Ours")
    with pytest.raises(subprocess.CalledProcessError):
        shelf.git("merge", "-q", "other")
    refused = shelf.update()
    assert "unresolved conflicts in lines.txt; resolve them and `git add` the files" in refused.err
    assert "undo" not in refused.err
    shelf.git("merge", "--abort")
    shelf.change_template(lines_txt="template\n")
    assert shelf.update().status == 1
    assert "take the update back with `scaffold undo`" in shelf.update().err


def test_a_record_without_models_can_be_updated(shelf: Shelf) -> None:
    record = shelf.folder / ".scaffold/answers.yml"
    record.write_text(re.sub(r"^models: .*\n", "", record.read_text(encoding="utf-8"), flags=re.MULTILINE))
    removed = scaffold("remove", "greeting", "--project", shelf.folder, "--template", shelf.template)
    assert (removed.status, "greeting is required by base" in removed.err) == (2, True)


@pytest.mark.parametrize("made", ["link", "folder"])
def test_undo_writes_through_no_link_and_over_no_folder(placed: Shelf, here: Path, made: str) -> None:
    placed.change_template(lines_txt="new\n", plain_txt="new\n")
    placed.update()
    lines = placed.folder / "lines.txt"
    lines.unlink()
    if made == "link":
        (here / "mine.txt").write_text("mine\n")
        lines.symlink_to(here / "mine.txt")
    else:
        write_files(lines, {"mine.txt": "mine\n"})
    before = snapshot(placed.folder)
    refused = scaffold("undo", "--project", placed.folder, "--json")
    assert refused.status == 2
    assert f"lines.txt: cannot be restored, since it is a {made}" in refused.json["error"]
    assert snapshot(placed.folder) == before


def test_abort_takes_no_other_option(shelf: Shelf) -> None:
    refused = shelf.update("--abort", "--set", "description=Another.")
    assert (refused.status, "--abort: takes neither --set" in refused.err) == (2, True)


def test_outside_of_a_project_the_commands_say_so(here: Path) -> None:
    done = scaffold("update", "--json")
    assert done.status == 2
    assert "found no .scaffold/answers.yml here or above" in json.loads(done.out)["error"]


def test_uncommitted_changes_are_refused_where_the_owner_says_so(shelf: Shelf) -> None:
    in_git(shelf.folder)
    assert shelf.update("--require-clean").status == 0
    shelf.write(lines_txt="mine")
    done = shelf.update("--require-clean")
    assert (done.status, "has uncommitted changes, such as lines.txt" in done.err) == (2, True)


def test_a_second_run_at_the_same_time_is_refused(shelf: Shelf) -> None:
    from generator.evolve.backup import locked

    with locked(shelf.folder):
        done = shelf.update()
    assert (done.status, "another run is changing this project" in done.err) == (1, True)


def made(folder: Path, framework: str, **answers: str) -> Path:
    said = settings({**ANSWERS, **answers})
    done = scaffold("new", *said, "--framework", framework, "--defaults", "--no-git", "--into", folder)
    assert done.status == 0, done.err
    return folder / "shelf"


def without_record(folder: Path) -> dict[str, bytes]:
    return {path: text for path, text in snapshot(folder).items() if not path.startswith((".scaffold/", ".env"))}


@pytest.mark.parametrize(("framework", "kind"), [("flask", "tool"), ("django", "ecommerce")])
def test_a_generated_project_is_current_and_an_update_changes_nothing(
    framework: str, kind: str, tmp_path: Path
) -> None:
    folder = made(tmp_path, framework, kind=kind, accounts="accounts")
    before = snapshot(folder)
    assert scaffold("check", "--project", folder).status == 0
    assert scaffold("update", "--project", folder).out == "The project is up to date.\n"
    assert snapshot(folder) == before


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_updated_with_other_answers_a_project_is_as_if_generated_with_them(framework: str, tmp_path: Path) -> None:
    for name in ("updated", "fresh"):
        (tmp_path / name).mkdir()
    folder, fresh = made(tmp_path / "updated", framework), made(tmp_path / "fresh", framework, scale="medium")
    in_git(folder)
    assert scaffold("update", "--project", folder, "--set", "scale=medium").status == 0
    assert without_record(folder) == without_record(fresh)
    names = (".scaffold/manifest.json", ".scaffold/base.zip")
    assert [(folder / name).read_bytes() for name in names] == [(fresh / name).read_bytes() for name in names]


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_what_is_added_and_removed_again_leaves_the_project_as_it_was(framework: str, tmp_path: Path) -> None:
    folder = made(tmp_path, framework)
    in_git(folder)
    before = without_record(folder)
    added = scaffold("add", "jobs", "--model", "Book title:str", "--project", folder, "--json")
    assert added.status == 0, added.err
    assert "jobs" in added.json["added"]["capabilities"]
    assert added.json["added"]["models"] == ["Book"]
    removed = scaffold("remove", "jobs", "Book", "--project", folder)
    assert removed.status == 0, removed.err
    assert "stay in the database" in removed.out
    left = {path: text for path, text in without_record(folder).items() if not path.startswith("migrations/versions/")}
    assert left == before


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_fixtures_for_the_tests_of_others_are_no_capability_to_name(framework: str) -> None:
    refused = scaffold("new", *settings(COMPLETE), "--framework", framework, "--set", "with=queries", "--dry-run")
    assert (refused.status, "unknown capability queries" in refused.err) == (2, True)


def test_the_framework_stays_unless_the_answers_name_another(tmp_path: Path) -> None:
    folder = made(tmp_path, "flask")
    text = (
        (folder / ".scaffold/answers.yml")
        .read_text(encoding="utf-8")
        .replace('framework: "flask"', 'framework: "auto"')
    )
    (folder / ".scaffold/answers.yml").write_text(text, encoding="utf-8")
    said = ("--set", "accounts=roles", "--set", "admin=full", "--set", "data=heavy", "--json")
    done = scaffold("update", "--project", folder, *said).json
    assert done["framework"] == "flask"
    assert done["notes"] == [
        "The answers favour django now. The project stays with flask; `--set framework=django` would change it."
    ]


def test_the_commands_of_the_manual_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (REPOSITORY / "docs/updating.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    scaffold (.+)$", page, re.MULTILINE)
    assert len(commands) == 10
    monkeypatch.chdir(made(tmp_path, "django"))
    in_git(Path.cwd())
    for command in commands:
        done = scaffold(*shlex.split(command))
        assert (done.status, done.err) == (0, ""), command


def test_every_key_of_the_json_is_in_the_manual(shelf: Shelf) -> None:
    page = (REPOSITORY / "docs/updating.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in page for key in shelf.update("--json").json)
