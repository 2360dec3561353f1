"""What an update promises, by seeded cases: see `tests/sentinels.py`."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sentinels import Outcome, empty, run_case
from tests.support import COMPLETE, scaffold, settings, snapshot

PATHS = (
    "README.md",
    "pyproject.toml",
    "app/__init__.py",
    "app/config.py",
    "app/extensions.py",
    ".env.example",
    "gunicorn.conf.py",
    "app/templates/base.html",
)


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A few files of a generated project."""
    folder = tmp_path_factory.mktemp("start")
    made = scaffold("new", *settings(COMPLETE), "--framework", "flask", "--defaults", "--no-git", "--into", folder)
    assert made.status == 0, made.err
    files = snapshot(folder / "shelf")
    return {path: files[path] for path in PATHS}


def find_faults(seeds: range, start: Mapping[str, bytes], folder: Path, *, git: bool) -> dict[int, Outcome]:
    """Return the cases in which a line was lost, doubled, resurrected or silently dropped; every third is a chain."""
    outcomes = {
        seed: run_case(seed, start, empty(folder / "case"), git=git, rounds=3 if seed % 3 == 0 else 1) for seed in seeds
    }
    return {seed: outcome for seed, outcome in outcomes.items() if outcome != Outcome()}


@pytest.mark.parametrize(("git", "count"), [pytest.param(False, 40, id="python"), pytest.param(True, 8, id="git")])
def test_an_update_loses_doubles_resurrects_and_hides_no_line(
    git: bool, count: int, start: Mapping[str, bytes], tmp_path: Path
) -> None:
    assert find_faults(range(count), start, tmp_path, git=git) == {}


@pytest.mark.slow
@pytest.mark.parametrize(("git", "count"), [pytest.param(False, 200, id="python"), pytest.param(True, 60, id="git")])
def test_more_updates_lose_double_resurrect_and_hide_no_line(
    git: bool, count: int, start: Mapping[str, bytes], tmp_path: Path
) -> None:
    assert find_faults(range(1000, 1000 + count), start, tmp_path, git=git) == {}


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("git", "part"),
    [
        *(pytest.param(False, part, id=f"python-{part}") for part in range(30)),
        *(pytest.param(True, part, id=f"git-{part}") for part in range(10)),
    ],
)
def test_thousands_of_updates_lose_double_resurrect_and_hide_no_line(
    git: bool, part: int, start: Mapping[str, bytes], tmp_path: Path
) -> None:
    first = 10_000 + 250 * part
    assert find_faults(range(first, first + 250), start, tmp_path, git=git) == {}
