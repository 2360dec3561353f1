"""The story of an API: a program keeps books with a token, finds them page by page, and is shut out without it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.projects.installed import PRODUCTION, proven, run, serving
from tests.projects.story import APIClient, assert_described

pytestmark = pytest.mark.generated

BOOKS = "/api/v1/books/"
ENVIRONMENT = PRODUCTION | {"API_RATE": "1000000"}


def pages(program: APIClient, path: str) -> list[list[str]]:
    """The titles on the pages of a list, from one page to the next."""
    found, place = [], path
    while place:
        told = program.ask("GET", place)
        found.append([book["title"] for book in told["results"]])
        place = told["next"]
    return found


def refused(problem: dict[str, Any]) -> set[str]:
    """Return the names of the fields that an answer refuses, in the form of either framework."""
    return set(problem["detail"]["json"]) if "detail" in problem else set(problem)


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_program_makes_finds_changes_and_deletes_records(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="api")

    def token(*words: str) -> str:
        return run(project, surroundings, "uv", "run", "poe", "-q", "token", *words, **ENVIRONMENT)

    (secret,) = re.findall(r"tok_[\w-]+", token("create", "tests"))
    (looks,) = re.findall(r"tok_[\w-]+", token("create", "looks", "--scope", "read"))
    with serving(project, surroundings, "start", **ENVIRONMENT) as address:
        program, reader, nobody = APIClient(address, secret), APIClient(address, looks), APIClient(address)
        author = program.ask("POST", "/api/v1/authors/", {"name": "Mary Shelley", "born": "1797-08-30"}, status=201)

        def book(number: int, **values: object) -> dict[str, Any]:
            return {"title": f"Volume {number:02}", "price": f"{number}.50", "author": author["id"], **values}

        made = [program.ask("POST", BOOKS, book(number), status=201) for number in range(25)]
        assert made[0]["price"] == "0.50"
        found = pages(nobody, f"{BOOKS}?search=volume&ordering=title&page_size=10")
        assert [len(page) for page in found] == [10, 10, 5]
        assert [title for page in found for title in page] == [f"Volume {number:02}" for number in range(25)]
        assert pages(nobody, f"{BOOKS}?search=VOLUME+07") == [["Volume 07"]]
        assert nobody.ask("GET", f"{BOOKS}?author={author['id']}&ordering=-price")["results"][0]["price"] == "24.50"

        place = f"{BOOKS}{made[0]['id']}/"
        problem = program.ask("PUT", place, {"title": "Frankenstein"}, status=422 if framework == "flask" else 400)
        assert refused(problem) == {"author"}
        replaced = program.ask("PUT", place, {"title": "Frankenstein", "author": author["id"]})
        # Django REST framework keeps what a PUT request leaves out, if it is optional.
        assert (replaced["title"], replaced["price"]) == ("Frankenstein", "0.00" if framework == "flask" else "0.50")
        assert program.ask("PATCH", place, {"isbn": "9780141439471"})["title"] == "Frankenstein"
        assert nobody.ask("GET", place)["isbn"] == "9780141439471"
        program.ask("POST", BOOKS, book(99, isbn="9780141439471"), status=409 if framework == "flask" else 400)
        program.ask("DELETE", f"/api/v1/authors/{author['id']}/", status=409)
        program.ask("DELETE", place, status=204)
        nobody.ask("GET", place, status=404)

        nobody.ask("POST", BOOKS, book(99), status=401)
        reader.ask("POST", BOOKS, book(99), status=403)
        assert_described(address, secret)
        (listed,) = re.findall(r"^(\w+)\s+tests\b", token("list"), re.MULTILINE)
        token("revoke", listed)
        program.ask("GET", BOOKS, status=401)
        reader.ask("GET", BOOKS)
