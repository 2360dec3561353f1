"""Generated projects that the claims are tested against, each installed once by a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.projects.claims.server import SETTINGS, Serve, Server
from tests.projects.claims.sites import SITES, Site, install
from tests.projects.installed import PRODUCTION


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, own_surroundings: dict[str, str]) -> Callable[[str, str], Site]:
    """Return the installed project of a framework with one of the sets of answers in `SITES`."""
    installed: dict[tuple[str, str], Site] = {}

    def find(framework: str, name: str) -> Site:
        if (framework, name) not in installed:
            folder = tmp_path_factory.mktemp(f"{framework}-{name}")
            installed[framework, name] = install(folder, own_surroundings, framework, SITES[name])
        return installed[framework, name]

    return find


@pytest.fixture(scope="session")
def serve(site: Callable[[str, str], Site], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return a function that serves the site `high` of a framework in production, with the probes, once by a worker."""
    with ExitStack() as stack:
        served: dict[str, Server] = {}

        def find(framework: str) -> Server:
            if framework not in served:
                found = site(framework, "high")
                settings = SETTINGS | {"DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('served')}/site.sqlite3"}
                found.run("uv", "run", "poe", "migrate", **PRODUCTION | settings)
                served[framework] = Server(found, stack.enter_context(found.with_probes(**settings)))
            return served[framework]

        yield find
