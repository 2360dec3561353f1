"""What caches may keep."""

from collections.abc import Callable

import pytest

from people.visitor import LOG_IN, Visitor

PRIVATE = "private, no-store"


@pytest.mark.parametrize("path", ["/", "/accounts/profile/", "/accounts/delete/", "/accounts/password/change/"])
def test_no_cache_keeps_what_somebody_sees_who_has_logged_in(known: Callable[..., Visitor], path: str) -> None:
    assert known().open(path).headers["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("path", [LOG_IN, "/accounts/signup/", "/accounts/password/reset/", "/accounts/profile/"])
def test_no_cache_keeps_a_page_about_accounts(visitor: Callable[[], Visitor], path: str) -> None:
    assert visitor().open(path, follow=False).headers["Cache-Control"] == PRIVATE


def test_caches_keep_files(known: Callable[..., Visitor]) -> None:
    with known().open("/static/favicon.svg") as file:
        assert file.status_code == 200
        assert "no-store" not in file.headers.get("Cache-Control", "")
