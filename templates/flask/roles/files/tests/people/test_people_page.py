"""The list of people, and what keeps it to itself."""

from collections.abc import Callable

from people.visitor import Visitor


def test_there_is_no_page_too_far_away(known: Callable[..., Visitor]) -> None:
    assert known("staff").open("/people/?page=99999999999999999999").status_code == 404


def test_no_cache_keeps_the_list(known: Callable[..., Visitor]) -> None:
    assert known("staff").open("/people/").headers["Cache-Control"] == "private, no-store"
