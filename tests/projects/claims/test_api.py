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
    if "errors" in told:
        return {error["field"] for error in told["errors"]}
    return {name for location in told["detail"].values() for name in location}


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


@by_framework("types")
def test_each_field_type_takes_its_limits_and_refuses_what_is_beyond(framework: str, program: Program) -> None:
    item = program.create()
    for each, inside, outside in edges():
        for value in inside:
            made = program.create(**{each.name: value})
            assert same(program.get(f"items/{made['id']}/")[each.name], value), (each.name, value)
            assert program.send("DELETE", f"items/{made['id']}/").status_code == 204
        for value in outside:
            for answer in (
                program.send("POST", "items/", program.item(**{each.name: value})),
                program.send("PATCH", f"items/{item['id']}/", {each.name: value}),
            ):
                assert answer.status_code == 422, (each.name, value, answer.text)
                assert refused(answer) == {each.name}, (each.name, value)
    assert program.get(f"items/{item['id']}/") == item

    for name in ("notes", "email", "site"):
        assert program.create(**{name: "  "})[name] is None
    optional = {each.name for each in ITEM.fields if each.optional}
    assert {name for name in optional if item[name] is None} == optional
    assert item["tags"] == []
    answer = program.send("POST", "items/", {})
    required = {"name", "slug", "price", "code", "payload", "state", "author"}
    assert (answer.status_code, refused(answer)) == (422, required)
    for name in ("id", "created_at", "no_such_field"):
        assert refused(program.send("POST", "items/", program.item(**{name: 1}))) == {name}


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
        assert (answer.status_code, refused(answer)) == (422, set(wrong)), wrong

    conflict = 409 if framework == "flask" else 422
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
    if framework == "flask":
        assert program.get("items/", author=author, price_min="2", price_max="2.50")["count"] == 1

    page, seen = program.get("items/", author=author, page_size=2, ordering="price"), []
    assert (page["count"], page["previous"]) == (3, None)
    while True:
        seen += [item["price"] for item in page["results"]]
        if page["next"] is None:
            break
        page = program.get(page["next"])
    assert seen == sorted(prices)
    assert program.get(page["previous"])["next"]

    bad = 422 if framework == "flask" else 400
    for query in ({"page": 0}, {"page_size": 101}, {"ordering": "unknown"}, {"unknown": 1}, {"author": "x"}):
        answer = program.send("GET", "items/", **query)
        assert (answer.status_code, refused(answer)) == (bad, set(query)), query
    assert program.send("GET", "items/", page=999).status_code == 404


@by_framework("types")
def test_what_an_api_does_not_expect_is_refused_before_it_is_used(framework: str, program: Program) -> None:
    url = f"{program.address}/api/v1/authors/"
    headers = {"Authorization": f"Bearer {program.token}"}
    for type in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        sent = requests.post(url, data='{"name": "Ada"}', headers={**headers, "Content-Type": type}, timeout=30)
        assert sent.status_code == 415, (type, sent.text)

    twice = [("search", "a"), ("search", "b")]
    assert requests.get(url, params=twice, headers=headers, timeout=30).status_code == 400

    place = f"items/{program.create()['id']}/"
    for number in (1_001, 50_000):
        answer = program.send("PATCH", place, {"tags": list(range(1, number + 1))})
        assert (answer.status_code, refused(answer)) == (422, {"tags"}), number


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
