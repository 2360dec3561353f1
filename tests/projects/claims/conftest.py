"""Generated projects that the claims are tested against, each installed once by a worker."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.projects.claims.sites import SITES, Site, install


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
