"""What the API of records promises for each type of field, and of lists, whatever the framework."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from generator.models.model import Field
from generator.models.reader import read_models
from generator.models.types import TYPES
from tests.projects.claims.sites import CATALOGUE, Site, by_framework
from tests.projects.claims.visitors import dump_of
from tests.projects.story import assert_described

pytestmark = pytest.mark.generated

ITEM = next(model for model in read_models(CATALOGUE) if model.name == "Item")
HUGE = 10**30
INVALID = {"flask": 422, "django": 400}
"""The status of an answer to invalid values."""
COERCED = {
    ("str", 5): "5",
    ("text", 5): "5",
    ("int", "12"): 12,
    ("int", 2**31): 2**31,
    ("float", True): 1,
    ("bool", "yes"): True,
    ("datetime", "2026-02-28"): "2026-02-28T00:00:00Z",
    ("datetime", "2026-02-28T12:00:00"): "2026-02-28T12:00:00Z",
    ("uuid", 5): "00000000-0000-0000-0000-000000000005",
}
"""What Django REST framework makes of values that the API in Flask refuses; SQLite has larger integers."""
CONFLICT = {"flask": 409, "django": 400}
"""The status of an answer to a unique value that is taken: Django REST framework validates it as any other."""


@dataclass
class Program:
    """A program with a token."""

    address: str
    token: str
    made: int = field(default=0)

    def send(self, method: str, path: str, body: object = None, **query: object) -> requests.Response:
        """Return the answer to a request; paths begin below `/api/v1/`."""
        url = path if path.startswith("http") else f"{self.address}/api/v1/{path}"
        headers = {"Authorization": f"Bearer {self.token}"}
        return requests.request(method, url, json=body, params=query or None, headers=headers, timeout=30)  # type: ignore[arg-type]

    def get(self, path: str, **query: object) -> Any:
        """Return the JSON of an answer, which is a success."""
        answer = self.send("GET", path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def item(self, **values: object) -> dict[str, Any]:
        """Return the body of a new item."""
        self.made += 1
        return {
            "name": f"Item {self.made}",
            "slug": f"item-{self.made}",
            "price": "1.50",
            "code": f"5caff01d-0000-4000-8000-{self.made:012}",
            "payload": {"a": 1},
            "state": "new",
            "author": 1,
            **values,
        }

    def create(self, path: str = "items/", **values: object) -> dict[str, Any]:
        """Return a record that was created."""
        answer = self.send("POST", path, self.item(**values) if path == "items/" else values)
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created


def refused(answer: requests.Response) -> set[str]:
    """Return the fields or parameters that an answer refuses, in the form of either framework."""
    told = answer.json()
    if "detail" in told:
        return {name for location in told["detail"].values() for name in location}
    return set(told)


def same(one: object, other: object) -> bool:
    """Return whether two JSON values are equal, with times in either notation of UTC."""
    return str(one).replace("+00:00", "Z") == str(other).replace("+00:00", "Z")


@pytest.fixture
def program(framework: str, site: Callable[[str, str], Site], tmp_path: Path) -> Iterator[Program]:
    """Return a program with a token for an API with demo data."""
    installed = site(framework, "types")
    database = {"APP_ENV": "development", "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
    with installed.seeded(tmp_path, API_RATE="1000000") as address:
        told = installed.run("uv", "run", "poe", "-q", "token", "create", "tests", **database)
        yield Program(address, re.findall(r"tok_[\w-]+", told)[0])


@by_framework("types")
def test_demo_data_are_added_once(framework: str, site: Callable[[str, str], Site], tmp_path: Path) -> None:
    database = tmp_path / "seeded.sqlite3"
    settings = {"APP_ENV": "development", "DATABASE_URL": f"sqlite:///{database}"}
    installed, seeded = site(framework, "types"), []
    installed.run("uv", "run", "poe", "migrate", **settings)
    for _ in range(2):
        installed.run("uv", "run", "poe", "seed", **settings)
        seeded.append(dump_of(database))
    assert seeded[0] == seeded[1]
    of_models = [len(rows) for table, rows in seeded[0].items() if table.endswith(("author", "tag", "item"))]
    assert len(of_models) == 3
    assert min(of_models) >= 3


def edges() -> Iterator[tuple[Field, list[Any], list[Any]]]:
    """Give each field with JSON values that are just valid and just invalid."""
    for each in ITEM.fields:
        yield each, TYPES[each.type].valid_edges(each), TYPES[each.type].invalid_edges(each)


def _coerced(field: Field, value: object) -> object:
    is_hashable = isinstance(value, str | int | float)
    return COERCED.get((field.type, value)) if is_hashable else None


@by_framework("types")
def test_each_field_type_takes_its_limits_and_refuses_what_is_beyond(framework: str, program: Program) -> None:
    item = program.create()
    for each, inside, outside in edges():
        for value in inside:
            made = program.create(**{each.name: value})
            assert same(program.get(f"items/{made['id']}/")[each.name], value), (each.name, value)
            assert program.send("DELETE", f"items/{made['id']}/").status_code == 204
        for value in outside:
            if framework == "django" and (coerced := _coerced(each, value)) is not None:
                made = program.create(**{each.name: value})
                assert made[each.name] == coerced
                assert program.send("DELETE", f"items/{made['id']}/").status_code == 204
                continue
            for answer in (
                program.send("POST", "items/", program.item(**{each.name: value})),
                program.send("PATCH", f"items/{item['id']}/", {each.name: value}),
            ):
                assert answer.status_code == INVALID[framework], (each.name, value, answer.text)
                assert refused(answer) == {each.name}, (each.name, value)
    assert program.get(f"items/{item['id']}/") == item

    for name in ("notes", "email", "site"):
        if framework == "flask":
            assert program.create(**{name: "  "})[name] is None
        else:  # null alone is no value
            assert refused(program.send("POST", "items/", program.item(**{name: "  "}))) == {name}
            assert program.create("items/", **{name: None})[name] is None
    optional = {each.name for each in ITEM.fields if each.optional}
    assert {name for name in optional if item[name] is None} == optional
    assert item["tags"] == []
    answer = program.send("POST", "items/", {})
    required = {"name", "slug", "price", "code", "payload", "state", "author"}
    assert (answer.status_code, refused(answer)) == (INVALID[framework], required)
    for name in ("id", "created_at", "no_such_field"):
        if framework == "flask":
            assert refused(program.send("POST", "items/", program.item(**{name: 1}))) == {name}
        else:  # Django REST framework ignores what cannot be set
            assert program.create("items/", **{name: 1}).get(name) != 1


@by_framework("types")
def test_references_lead_to_records_and_unique_values_are_taken_once(framework: str, program: Program) -> None:
    author = program.create("authors/", name="Ada")
    first, second = program.create(author=author["id"]), program.create()
    tags = [program.create("tags/", name=f"tag {number}")["id"] for number in range(2)]
    place = f"items/{first['id']}/"
    assert program.send("PATCH", place, {"tags": tags[::-1]}).json()["tags"] == tags
    assert program.send("PATCH", place, {"tags": []}).json()["tags"] == []
    for wrong in ({"author": 999_999}, {"author": [1]}, {"tags": [999_999]}, {"tags": 1}, {"tags": None}):
        answer = program.send("PATCH", place, wrong)
        assert (answer.status_code, refused(answer)) == (INVALID[framework], set(wrong)), wrong

    conflict = CONFLICT[framework]
    assert program.send("POST", "items/", program.item(slug=first["slug"])).status_code == conflict
    assert program.send("PATCH", f"items/{second['id']}/", {"slug": first["slug"]}).status_code == conflict
    assert program.send("PATCH", place, {"slug": first["slug"]}).status_code == 200

    assert program.send("DELETE", f"authors/{author['id']}/").status_code == 409
    assert program.send("DELETE", place).status_code == 204
    assert program.send("DELETE", f"authors/{author['id']}/").status_code == 204


@by_framework("types")
def test_lists_are_searched_filtered_ordered_and_paged(framework: str, program: Program) -> None:
    author = program.create("authors/", name="Listed")["id"]
    prices = ("3.00", "1.00", "2.00")
    for number, price in enumerate(prices):
        program.create(name=f"Listed 100% {number}", price=price, author=author, done=number == 0)
    found = program.get("items/", search="LISTED", ordering="-price")
    assert [item["price"] for item in found["results"]] == ["3.00", "2.00", "1.00"]
    assert program.get("items/", search="100%")["count"] == 3
    assert program.get("items/", search="%%")["count"] == 0
    assert program.get("items/", search="100% LISTED")["count"] == 3  # words, in any order
    assert program.get("items/", author=author, done="true")["count"] == 1
    least, most = ("price_min", "price_max") if framework == "flask" else ("price__gte", "price__lte")
    assert program.get("items/", author=author, **{least: "2", most: "2.50"})["count"] == 1

    page, seen = program.get("items/", author=author, page_size=2, ordering="price"), []
    assert (page["count"], page["previous"]) == (3, None)
    while True:
        seen += [item["price"] for item in page["results"]]
        if page["next"] is None:
            break
        page = program.get(page["next"])
    assert seen == sorted(prices)
    assert program.get(page["previous"])["next"]

    strict = ({"page": 0}, {"page_size": 101}, {"ordering": "unknown"}, {"unknown": 1}) if framework == "flask" else ()
    for query in ({"author": "x"}, {least: "x"}, *strict):
        answer = program.send("GET", "items/", **query)
        assert (answer.status_code, refused(answer)) == (INVALID[framework], set(query)), query
    if framework == "django":  # it ignores parameters that it does not know, and has pages of at most 100
        everything = program.get("items/")
        assert program.get("items/", ordering="unknown")["results"] == everything["results"]
        assert program.get("items/", unknown=1)["results"] == everything["results"]
        for number in range(101 - everything["count"]):
            program.create(name=f"Many {number}")
        assert len(program.get("items/", page_size=101)["results"]) == 100
        assert program.send("GET", "items/", page=0).status_code == 404
    assert program.send("GET", "items/", page=999).status_code == 404


@by_framework("types")
def test_what_an_api_does_not_expect_is_refused_before_it_is_used(framework: str, program: Program) -> None:
    url = f"{program.address}/api/v1/authors/"
    headers = {"Authorization": f"Bearer {program.token}"}
    for type in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        sent = requests.post(url, data='{"name": "Ada"}', headers={**headers, "Content-Type": type}, timeout=30)
        assert sent.status_code == 415, (type, sent.text)

    program.create("authors/", name="Only b")
    twice = requests.get(url, params=[("search", "no such a"), ("search", "only b")], headers=headers, timeout=30)
    if framework == "flask":
        assert twice.status_code == 400
    else:  # the last value counts, as everywhere in Django
        assert [author["name"] for author in twice.json()["results"]] == ["Only b"]

    place = f"items/{program.create()['id']}/"
    for number in (1_001, 50_000):
        answer = program.send("PATCH", place, {"tags": list(range(1, number + 1))})
        assert (answer.status_code, refused(answer)) == (INVALID[framework], {"tags"}), number


@by_framework("types")
def test_hostile_values_are_refused_and_never_fail(framework: str, program: Program) -> None:
    place = f"items/{program.create()['id']}/"
    answers = {
        "path": program.send("GET", f"items/{HUGE}/"),
        "filter": program.send("GET", "items/", author=HUGE),
        "reference": program.send("PATCH", place, {"author": HUGE}),
        "references": program.send("PATCH", place, {"tags": [HUGE]}),
        "search": program.send("GET", "items/", search="a\0b"),
    }
    headers = {"Authorization": f"Bearer {program.token}", "Content-Type": "application/json"}
    bodies = {
        "nested": "[" * 100_000,
        "cut": '{"a": ',
        "surrogate": '{"name": "\\ud800"}',
        "number": '{"payload": NaN}',
    }
    for name, body in bodies.items():
        answers[name] = requests.patch(f"{program.address}/api/v1/{place}", data=body, headers=headers, timeout=30)
    wrong = {name: answer.text for name, answer in answers.items() if answer.status_code not in {400, 404, 422}}
    assert not wrong
    assert_described(program.address, program.token)
