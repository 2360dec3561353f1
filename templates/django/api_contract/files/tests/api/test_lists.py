"""Lists of records by the API: pages, search, filters, order, and how much the database is asked."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from api.program import Maker, Program, assert_problem
from records.resources import RESOURCES, Resource

FIVE = 5


@pytest.fixture
def five(make: Maker, resource: Resource) -> list[int]:
    """The ids of five records, and no more."""
    target = {name: make(RESOURCES[to])["id"] for name, to in resource.refers.items() if name in resource.required}
    once = {name: value for name, value in target.items() if name not in resource.unique}
    return [make(resource, **once)["id"] for _ in range(FIVE)]


def test_a_list_comes_in_pages(program: Program, resource: Resource, five: list[int]) -> None:
    seen: list[int] = []
    page: str | None = f"{resource.path}?page_size=2"
    while page:
        parts = urlsplit(page)
        told = program.get(f"{parts.path}?{parts.query}").get_json()
        assert told["count"] == FIVE
        assert len(told["results"]) <= 2
        seen += [record["id"] for record in told["results"]]
        page = told["next"]

    assert sorted(seen) == sorted(five)
    assert urlsplit(told["previous"]).path == resource.path
    assert_problem(program.get(resource.path, page=4, page_size=2), 404)


def test_an_empty_list_has_one_page(program: Program, resource: Resource) -> None:
    told = program.get(resource.path).get_json()

    assert told == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page_size=0", "page_size=101", "ordering=no_such_field", "no_such_field=1", "page=%00"],
)
def test_a_question_that_makes_no_sense_is_refused(program: Program, resource: Resource, query: str) -> None:
    assert_problem(program.get(f"{resource.path}?{query}"), 400, query.partition("=")[0])


def test_a_list_is_ordered_either_way(program: Program, resource: Resource, five: list[int]) -> None:
    for name in resource.sortable:
        up = [record[name] for record in program.records(resource.path, ordering=name)]
        down = [record[name] for record in program.records(resource.path, ordering=f"-{name}")]
        assert len(up) == len(five)
        assert up[::-1] == down
        if all(isinstance(value, int | float) for value in up):
            assert up == sorted(up)


def test_a_search_finds_parts_of_words_in_any_case(program: Program, resource: Resource, five: list[int]) -> None:
    for name in resource.searched:
        record = program.records(resource.path)[0]
        part = record[name].split()[0][:-1] or record[name]
        found = program.records(resource.path, search=part.upper())
        assert record["id"] in [other["id"] for other in found]
    if resource.searched:
        assert program.records(resource.path, search="no record has this in it") == []


def test_a_filter_leaves_what_is_equal(program: Program, resource: Resource, five: list[int]) -> None:
    for name in resource.filtered:
        everything = program.records(resource.path)
        value = everything[0][name]
        asked = json.dumps(value) if value is None or isinstance(value, bool) else value
        found = program.records(resource.path, **{name: asked})
        assert found == [record for record in everything if record[name] == value]


def test_a_longer_list_asks_the_database_no_more(
    program: Program, make: Maker, resource: Resource, queries: Callable[[Callable[[], object]], int]
) -> None:
    def look() -> object:
        return program.records(resource.path)

    several = {name: [make(RESOURCES[to])["id"]] for name, to in resource.several.items()}
    make(resource, **several)
    look()
    short = queries(look)
    for _ in range(FIVE):
        more = {name: [make(RESOURCES[to])["id"]] for name, to in resource.several.items()}
        make(resource, **more)

    assert queries(look) == short
