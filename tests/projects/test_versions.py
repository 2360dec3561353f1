"""Projects install the versions they were proven with, whatever newer ones an index offers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from generator.catalog.templates import find_template
from generator.catalog.versions import Package, constraints, pin, read_versions
from generator.errors import TemplateError
from tests import renew
from tests.projects.installed import check, generate, run
from tests.renew import CONSTRAINTS, OURS, SCOPES, changes, manifests, read_record, record_file, requirements
from tests.support import snapshot, write_files

FRAMEWORKS = ("flask", "django")
RECORD = {
    "django": Package("5.2", requires=("asgiref",)),
    "asgiref": Package("3.0", requires=("typing-extensions",)),
    "typing-extensions": Package("4.0"),
    "allauth": Package("65.0", requires=("django",), extras={"mfa": ("qrcode",)}),
    "qrcode": Package("8.0"),
    "pydantic": Package("2.1", requires=("pydantic-core",)),
    "pydantic-core": Package("2.2", follows="pydantic"),
}


def test_a_requirement_is_pinned_with_its_extras() -> None:
    assert pin("allauth[mfa]", RECORD) == "allauth[mfa]==65.0"
    assert pin("Django", RECORD) == "Django==5.2"


def test_a_package_without_a_recorded_version_is_named() -> None:
    with pytest.raises(TemplateError, match="bottle: no version is recorded"):
        pin("bottle", RECORD)


def test_constraints_are_what_comes_along_and_is_not_named() -> None:
    assert constraints(["allauth"], RECORD) == ("asgiref==3.0", "django==5.2", "typing-extensions==4.0")
    assert constraints(["django", "allauth[mfa]"], RECORD) == ("asgiref==3.0", "qrcode==8.0", "typing-extensions==4.0")


def test_what_another_package_pins_itself_needs_no_constraint() -> None:
    assert constraints(["pydantic"], RECORD) == ()


@pytest.mark.parametrize("text", ["[a]\n", "[a]\nversion = 1\n", '[a]\nversion = "1"\nbellow = "2"\n', "a = ["])
def test_a_record_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    write_files(tmp_path, {"versions.toml": text})
    with pytest.raises(TemplateError, match=r"versions\.toml"):
        read_versions([tmp_path])


def test_each_package_has_one_place() -> None:
    tables = [name for scope in SCOPES for name in read_record(scope)]
    assert len(tables) == len(set(tables))


def test_manifests_name_packages_and_no_versions() -> None:
    for scope in SCOPES:
        for manifest in manifests(scope):
            assert not re.search(r"^requirement =", manifest.read_text("utf-8"), re.MULTILINE), manifest


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_everything_that_a_project_can_install_is_recorded(framework: str) -> None:
    packages = find_template(framework).versions
    for requirement in requirements(framework) | requirements("shared"):
        assert pin(requirement, packages)
    for package in packages.values():
        for name in (*package.requires, *(each for extra in package.extras.values() for each in extra)):
            assert name.partition("[")[0] in packages


def test_nothing_is_recorded_that_no_project_can_install() -> None:
    for framework in FRAMEWORKS:
        named = requirements(framework) | requirements("shared")
        packages = find_template(framework).versions
        reached = {pinned.partition("==")[0] for pinned in constraints(named, packages)}
        own = set(read_record(framework))
        assert own <= reached | {name.partition("[")[0] for name in named} | {
            name for name, package in packages.items() if package.follows
        }


def test_our_own_dependencies_are_pinned_and_constrained() -> None:
    group = tomllib.loads(OURS.read_text(encoding="utf-8"))["dependency-groups"]["dev"]
    listed = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    assert {pinned.lower() for pinned in group} <= set(listed)
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!]+", line) for line in listed if not line.startswith("#"))


def test_the_summary_of_a_renewal_has_a_row_for_each_change() -> None:
    page = changes({"django": "5.2.1", "ruff": "1", "gone": "3"}, {"django": "5.2.2", "ruff": "1", "new": "4"})
    assert "| `django` | 5.2.1 | 5.2.2 |" in page
    assert "| `gone` | 3 | – |" in page
    assert "| `new` | – | 4 |" in page
    assert "ruff" not in page


def test_no_address_of_an_index_is_recorded() -> None:
    for file in (*map(record_file, SCOPES), OURS, CONSTRAINTS):
        assert not re.search(r"https?://|--index|--find-links", file.read_text(encoding="utf-8")), file


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with copies of all that a renewal writes, in which Flask is a version behind."""
    for scope in SCOPES:
        shutil.copy(record_file(scope), tmp_path / f"{scope}.toml")
    for name, place in {"OURS": OURS, "CONSTRAINTS": CONSTRAINTS}.items():
        monkeypatch.setattr(renew, name, Path(shutil.copy(place, tmp_path)))
    monkeypatch.setattr(renew, "SUMMARY", tmp_path / "versions.md")
    monkeypatch.setattr(renew, "record_file", lambda scope: tmp_path / f"{scope}.toml")
    flask = tmp_path / "flask.toml"
    flask.write_text(re.sub(r"(?m)^(\[flask-wtf\]\nversion = ).*", r'\1"1.0.0"', flask.read_text("utf-8")), "utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_renewal_that_is_proven_is_recorded_with_a_summary(records: Path) -> None:
    assert renew.renew(lambda: 0) == 0
    (row,) = re.findall(
        r"^\| `flask-wtf` \| 1\.0\.0 \| (.*) \|$", (records / "versions.md").read_text("utf-8"), re.MULTILINE
    )
    assert read_versions_of(records / "flask.toml")["flask-wtf"] == row
    assert 'below = "5.3"' in (records / "django.toml").read_text("utf-8")


@pytest.mark.slow
def test_a_renewal_that_fails_leaves_the_record_as_it_was(records: Path) -> None:
    before = snapshot(records)
    seen = []

    def prove() -> int:
        seen.append(read_versions_of(records / "flask.toml")["flask-wtf"])
        return 1

    assert renew.renew(prove) == 1
    assert seen != ["1.0.0"]
    assert snapshot(records) == before


@pytest.mark.slow
def test_a_renewal_that_is_interrupted_leaves_the_record_as_it_was(records: Path) -> None:
    before = snapshot(records)

    def interrupt() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        renew.renew(interrupt)
    assert snapshot(records) == before


def read_versions_of(file: Path) -> dict[str, str]:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: table["version"] for name, table in tables.items()}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_renovate_finds_every_indirect_dependency(framework: str, tmp_path: Path) -> None:
    project = generate(tmp_path, framework=framework, kind="website")
    config = json.loads((project / ".github/renovate.json").read_text(encoding="utf-8"))
    listed = {
        line for line in (project / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")
    }
    for manager in config["customManagers"]:
        (pattern,) = manager["managerFilePatterns"]
        (file,) = [path for path in project.iterdir() if re.search(pattern.strip("/"), path.name)]
        *outer, inner = (match.replace("(?<", "(?P<") for match in manager["matchStrings"])
        text = file.read_text(encoding="utf-8")
        for match in outer:
            (text,) = re.findall(match, text)
        found = {f"{pin['depName']}=={pin['currentValue']}" for pin in re.finditer(inner, text)}
        assert found == listed


NEWER = "99.0"
OFFERED = {"flask": ("flask", "werkzeug", "pytest", "pluggy"), "django": ("django", "sqlparse", "pytest", "pluggy")}
"""Direct and indirect packages, at run time and for development, that a newer version is offered of."""


def offer(folder: Path, names: tuple[str, ...]) -> Path:
    """Return a folder of wheels with an empty newer version of each package."""
    folder.mkdir()
    for name in names:
        about = f"{name}-{NEWER}.dist-info"
        with zipfile.ZipFile(folder / f"{name}-{NEWER}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {NEWER}\n")
            wheel.writestr(
                f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(f"{about}/RECORD", "")
    return folder


@pytest.mark.generated
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_uv_and_pip_install_the_recorded_versions_where_newer_ones_are_offered(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = generate(tmp_path, framework=framework, kind="website")
    wheels = str(offer(tmp_path / "wheels", OFFERED[framework]))
    recorded = {name: package.version for name, package in find_template(framework).versions.items()}

    run(project, surroundings, "uv", "lock", "--quiet", UV_FIND_LINKS=wheels)
    locked = tomllib.loads((project / "uv.lock").read_text(encoding="utf-8"))["package"]
    by_uv = {package["name"]: package["version"] for package in locked if package["name"] != "shelf"}

    run(project, surroundings, sys.executable, "-m", "venv", ".venv")
    pip = [str(project / ".venv/bin/python"), "-m", "pip"]
    run(project, surroundings, *pip, "install", "--quiet", "--upgrade", "pip")
    wishes = ["--dry-run", "--quiet", "--report", "report.json", "--find-links", wheels]
    run(project, surroundings, *pip, "install", *wishes, "-c", "constraints.txt", "-e", ".", "--group", "dev")
    told = json.loads((project / "report.json").read_text(encoding="utf-8"))["install"]
    by_pip = {each["metadata"]["name"]: each["metadata"]["version"] for each in told}

    for name in OFFERED[framework]:
        assert by_uv[name] == recorded[name]
    assert by_uv == {name: recorded[name] for name in by_uv}
    for name, version in by_pip.items():
        if name != "shelf":
            assert recorded[re.sub(r"[-_.]+", "-", name).lower()] == version


@pytest.mark.generated
@pytest.mark.exhaustive
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_project_passes_its_own_check_with_the_newest_versions(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = generate(
        tmp_path, framework=framework, kind="enterprise", accounts="roles", admin="full", security="high"
    )
    pinned = (project / "pyproject.toml").read_text(encoding="utf-8")
    held = {name for scope in SCOPES for name, table in read_record(scope).items() if "below" in table}
    free = re.sub(r"(?m)^constraint-dependencies = \[.*?^\]\n", "", pinned, flags=re.DOTALL)
    free = re.sub(
        r'"([\w.-]+)(\[[\w,]+\])?==[^"]+"', lambda pin: pin[0] if pin[1] in held else f'"{pin[1]}{pin[2] or ""}"', free
    )
    (project / "pyproject.toml").write_text(free, encoding="utf-8")
    run(project, surroundings, "uv", "sync", "--quiet", "--upgrade")
    check(project, surroundings)


@pytest.mark.generated
def test_the_offer_of_newer_versions_would_be_taken(tmp_path: Path, surroundings: dict[str, str]) -> None:
    wheels = str(offer(tmp_path / "wheels", ("flask",)))
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--find-links", wheels, "-"]
    done = subprocess.run(command, input="flask\n", env=surroundings, capture_output=True, text=True, check=True)
    assert f"flask=={NEWER}" in done.stdout
