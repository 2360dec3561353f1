"""Every test runs with a home folder of its own, a known git identity, and no answers in the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from _pytest.nodeid import coerce_node_id
from hypothesis import settings

from tests.projects.installed import clean_surroundings

# `scaffold`, `uv` and the like lie beside this interpreter, whether or not its environment is activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

# Machines are noisy, so no example has a deadline; CI tries the same examples each time, everyone else new ones.
settings.register_profile("anywhere", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the group of a test into its id, for `--dist loadgroup`; pytest 9.1 ignores the way of xdist 3.8."""
    if getattr(config.option, "loadgroup", False):
        for item in items:
            if groups := sorted({mark.args[0] for mark in item.iter_markers("xdist_group")}):
                item._id = coerce_node_id(f"{item.nodeid}@{'_'.join(groups)}")


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in [
        name for name in os.environ if name.startswith(("SCAFFOLD_", "GIT_", "XDG_")) and "_TESTS_" not in name
    ]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("COLUMNS", "100")
    (home / ".gitconfig").write_text("[user]\n\tname = Ada Lovelace\n\temail = ada@example.org\n", encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def own_surroundings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, str]:
    """Return the environment variables of a generated project that has an environment of its own."""
    cache = Path(os.environ.get("SCAFFOLD_TESTS_CACHE", tmp_path_factory.getbasetemp().parent / "cache"))
    return clean_surroundings(cache, tmp_path_factory.mktemp("home"), worker_id)


@pytest.fixture
def surroundings(own_surroundings: dict[str, str], request: pytest.FixtureRequest, worker_id: str) -> dict[str, str]:
    """Return the environment variables of a generated project.

    The projects of one framework share an environment one after the other: uv changes what differs, and what Python has
    compiled stays.
    """
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    framework = parameters.get("framework") or parameters.get("answers", {}).get("framework", "any")
    folder = Path(own_surroundings["UV_CACHE_DIR"]).with_name(f"environment-{framework}-{worker_id}")
    return own_surroundings | {"UV_PROJECT_ENVIRONMENT": str(folder)}
