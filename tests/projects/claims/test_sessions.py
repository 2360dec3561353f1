"""A path with `/static/` in it leaves a visitor signed in, whether it is that of a file or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.projects.claims.sites import Site, by_framework
from tests.projects.claims.visitors import sign_in

pytestmark = pytest.mark.generated

NOWHERE = ("/nowhere/static/x", "/static/x", "/health/x", "/.well-known/x")

NUMBER = re.compile(r"<int[^>]*>")
TEXT = re.compile(r"\(\?P<\w+>[^)]*\)|<[^>]+>")
"""The parameters of a route: numbers, and what may be any text."""


@by_framework("high")
def test_a_path_that_looks_like_a_file_s_logs_nobody_out(framework: str, site: Callable[[str, str], Site]) -> None:
    found = site(framework, "high")
    with found.serving() as address:
        admin = sign_in(found, address, "admin")
        for path in [*NOWHERE, *paths_with_static(found)]:
            assert admin.session.get(f"{address}{path}", timeout=30).status_code < 500, path
            assert "/accounts/login/" not in admin.open("/accounts/profile/").url, path


def paths_with_static(site: Site) -> Iterator[str]:
    """Return the paths with `static` for every parameter that takes it."""
    for route in site.routes():
        path = NUMBER.sub("1", route.path)
        if TEXT.search(path) and "GET" in (route.methods or {"GET"}):
            yield re.sub(r"[\^$]", "", TEXT.sub("static", path))
