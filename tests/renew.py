"""`python3 -m tests renew`: raise every package to the newest version that resolves, prove them together, record them.

`templates/*/versions.toml` hold what generated projects install, `tests/constraints.txt` what these tests run with.
Some keys of a package's table there are written by hand: `below = "5.3"` and `because` hold it below a version,
`follows` names the package that pins it exactly in its own metadata, so that it needs no constraint.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.catalog.templates import MANIFEST, MANIFEST_WITH, builtin_folder
from generator.catalog.versions import TOOLS, Package, closure
from generator.plan.planner import DEPENDENCIES

REPOSITORY = Path(__file__).resolve().parent.parent
SCOPES = ("shared", "flask", "django")
OURS = REPOSITORY / "pyproject.toml"
CONSTRAINTS = REPOSITORY / "tests/constraints.txt"
SUMMARY = REPOSITORY / "docs/versions.md"
HEADER = """\
# Package versions that were proven together: one place for each package, written by `python3 -m tests renew`.
"""

BY_HAND = {"because", "below", "follows"}

Record = Mapping[str, Mapping[str, Any]]


def renew(prove: Callable[[], int]) -> int:
    """Return 0 where the raised versions pass `prove`; else its exit status, with the old record back in place."""
    places = [record_file(scope) for scope in SCOPES] + [OURS, CONSTRAINTS]
    before = {place: place.read_text(encoding="utf-8") if place.is_file() else "" for place in places}
    old = proven_versions()
    status = 1
    try:
        write_records()
        write_own_pins()
        summary = changes(old, proven_versions())
        print(summary, flush=True)
        status = prove()
    finally:
        if status:
            for place, text in before.items():
                place.write_text(text, encoding="utf-8")
            print("== Not proven: the record is as it was. Hold the package at fault with `below`, and run it again.")
    if status == 0:
        SUMMARY.write_text(summary, encoding="utf-8")
    return status


def record_file(scope: str) -> Path:
    """Return the file that records the versions of a framework, or of what both share."""
    return builtin_folder() / scope / "versions.toml"


def read_record(scope: str) -> Record:
    """Return the tables of a record by package; none where there is no record yet."""
    file = record_file(scope)
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def proven_versions() -> dict[str, str]:
    """Return every recorded version by package, those that the tests alone run with under `tests: <package>`."""
    found = {name: table["version"] for scope in SCOPES for name, table in read_record(scope).items()}
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines() if CONSTRAINTS.is_file() else ()
    pins = (line.split("==") for line in lines if "==" in line)
    return found | {f"tests: {name}": version for name, version in pins if found.get(name) != version}


def write_records() -> None:
    """Resolve what all projects can depend on, for every Python and platform at once, and write the records."""
    named = {scope: requirements(scope) for scope in SCOPES}
    kept = {name: table for scope in SCOPES for name, table in read_record(scope).items() if BY_HAND & set(table)}
    ceilings = [f"{name}<{table['below']}" for name, table in kept.items() if "below" in table]
    packages = resolved([*set().union(*named.values()), *ceilings])
    reach = {scope: closure(named[scope] | named["shared"], packages) for scope in ("flask", "django")}
    shared = reach["flask"] & reach["django"]
    chosen = {"shared": shared} | {scope: reached - shared for scope, reached in reach.items()}
    for scope, packed in chosen.items():
        tables = "".join(f"\n{table(name, packages[name], kept.get(name, {}))}" for name in sorted(packed))
        record_file(scope).write_text(HEADER + tables, encoding="utf-8")


def manifests(scope: str) -> list[Path]:
    """Return the manifests of the layers of a framework, or of the shared ones."""
    return [place for name in (MANIFEST, MANIFEST_WITH) for place in (builtin_folder() / scope).rglob(name)]


def requirements(scope: str) -> set[str]:
    """Return what the manifests of a framework name, with extras; the tools are shared."""
    collections = [tomllib.loads(place.read_text("utf-8")).get("collections", {}) for place in manifests(scope)]
    named = {entry["id"] for found in collections for name in DEPENDENCIES for entry in found.get(name, ())}
    return named | (set(TOOLS) if scope == "shared" else set())


def resolved(requirements: Iterable[str]) -> Mapping[str, Package]:
    """Return uv's lock of the requirements, by package: one version each for all Pythons and platforms."""
    listed = "".join(f'    "{requirement}",\n' for requirement in sorted(requirements))
    project = (
        f'[project]\nname = "all-of-them"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = [\n{listed}]\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pyproject.toml").write_text(
            f'{project}\n[tool.uv]\nfork-strategy = "fewest"\n', encoding="utf-8"
        )
        subprocess.run(
            [sys.executable, "-m", "uv", "lock", "--quiet", "--python", sys.executable], cwd=folder, check=True
        )
        lock = tomllib.loads((Path(folder) / "uv.lock").read_text(encoding="utf-8"))
    found: dict[str, Package] = {}
    for locked in lock["package"]:
        if locked["name"] in found:
            raise SystemExit(f"{locked['name']} resolves to two versions; hold it with `below`")
        extras = {extra: names(entries) for extra, entries in locked.get("optional-dependencies", {}).items()}
        found[locked["name"]] = Package(locked["version"], names(locked.get("dependencies", ())), extras)
    del found["all-of-them"]
    return found


def names(entries: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the names of dependencies in uv's lock; extras as in `coverage[toml]`."""
    return tuple(
        sorted({each["name"] + (f"[{','.join(each['extra'])}]" if "extra" in each else "") for each in entries})
    )


def table(name: str, package: Package, kept: Mapping[str, Any]) -> str:
    """Return a package's table in a record."""
    lines = [f"[{name}]", f'version = "{package.version}"']
    lines += [f'{key} = "{kept[key]}"' for key in sorted(BY_HAND) if key in kept]
    lines += [f"requires = {listed(package.requires)}"] if package.requires else []
    lines += [f"extras.{extra} = {listed(requires)}" for extra, requires in package.extras.items()]
    return "\n".join(lines) + "\n"


def listed(names: Iterable[str]) -> str:
    """Return names as an array in TOML."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def write_own_pins() -> None:
    """Pin our own development dependencies exactly, and write the constraints for everything beside them."""
    text = OURS.read_text(encoding="utf-8")
    project = tomllib.loads(text)
    ours = [re.split(r"[<>=]", each)[0].strip() for each in project["dependency-groups"]["dev"]]
    packages = resolved([*project["project"]["dependencies"], *ours, *project["build-system"]["requires"]])
    for name in ours:
        pinned = f'"{name}=={packages[name.lower()].version}"'
        text = re.sub(rf'(?m)^    "{re.escape(name)}[<>=][^"]*"', f"    {pinned}", text)
    OURS.write_text(text, encoding="utf-8")
    lines = [f"{name}=={package.version}" for name, package in sorted(packages.items())]
    header = "# What these tests run with, written by `python3 -m tests renew`.\n"
    CONSTRAINTS.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")


def prove() -> int:
    """Return the exit status of the exhaustive run with what is recorded now."""
    return subprocess.run([sys.executable, "-m", "tests", "all", *sys.argv[1:]], cwd=REPOSITORY, check=False).returncode


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return a page that says which versions changed, in Markdown."""
    rows = [
        f"| `{name}` | {old.get(name, '–')} | {new.get(name, '–')} |"
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    ]
    today = dt.datetime.now(tz=dt.UTC).date()
    table = ["| package | before | now |", "|---|---|---|", *rows] if rows else ["Every package was at its newest."]
    return "\n".join(["# Versions", "", f"Raised and proven together on {today:%Y-%m-%d}.", "", *table]) + "\n"


if __name__ == "__main__":
    sys.exit(renew(prove))
