"""The routes that the claims are tested on are those of the running application."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.projects.claims.sites import Site, by_framework

pytestmark = pytest.mark.generated


@by_framework("high")
def test_routes_of_pages_api_and_admin_are_found(framework: str, site: Callable[[str, str], Site]) -> None:
    routes = {route.path for route in site(framework, "high").routes()}
    assert any(path.startswith("/admin/") for path in routes)
    assert any(path.endswith("/delete/") for path in routes)
    assert any("/api/v1/papers" in path for path in routes)
