"""The pages of models with every field type: filled in at the limits of each type, searched, filtered, exported."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests

from generator.models.model import Field
from generator.models.reader import read_models
from generator.models.types import TYPES
from tests.projects.claims.browser import Browser
from tests.projects.claims.sites import LIBRARY, Site

pytestmark = [pytest.mark.generated, pytest.mark.xdist_group("library")]

MODELS = {model.name: model for model in read_models(LIBRARY)}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


class Form(HTMLParser):
    """The form of a page that is posted: its values as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.name = self.text = ""
        self.is_form = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "form":
            self.is_form = given.get("method", "").lower() == "post"
        if not self.is_form or kind in ("submit", "file"):
            return
        if tag in ("select", "textarea"):
            self.name, self.text = name, name if tag == "textarea" else ""
            self.values[name] = []
        elif tag == "option" and "selected" in given:
            self.values[self.name].append(given["value"])
        elif tag == "input" and (kind != "checkbox" or "checked" in given):
            self.values[name] = [given.get("value", "on" if kind == "checkbox" else "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_form = False
        if tag == "textarea":
            self.text = ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.values[self.text] = [data.removeprefix("\r\n").removeprefix("\n")]


TOKENS = {"flask": "csrf_token", "django": "csrfmiddlewaretoken"}


class Library(Browser):
    """A visitor who fills in forms. Names of inputs are Flask's: those of Django are the same without `_id`."""

    framework = "flask"
    media: Path
    database: Path

    def input(self, name: str) -> str:
        """Return the name of an input in this framework."""
        if self.framework == "flask":
            return name
        return f"{name.removeprefix('delete_')}-clear" if name.startswith("delete_") else re.sub("_ids?$", "", name)

    def form(self, path: str) -> dict[str, list[str]]:
        """Return the values of the form of a page, without the CSRF token."""
        page = self.get(path)
        assert page.status_code == requests.codes.ok, (path, page.status_code, page.text)
        values = Form(page.text).values
        self.token = values.pop(TOKENS[self.framework])[0]
        return {name: value for name, value in values.items() if not name.startswith("initial-")}

    def submit(
        self, path: str, changes: Mapping[str, Any], files: Mapping[str, Any] | None = None
    ) -> requests.Response:
        """Return the answer to the form of a page with these values in it."""
        values = self.form(path) | {self.input(name): typed(value) for name, value in changes.items()}
        return self.post_form(path, values, files)

    def post_form(
        self, path: str, values: Mapping[str, Any], files: Mapping[str, Any] | None = None
    ) -> requests.Response:
        """Return the answer to these values, with the token of the form that was seen last."""
        data = {**values, TOKENS[self.framework]: self.token}
        return self.send("POST", path, data=data, files=files)

    def create(self, path: str, changes: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> str:
        """Create a record and return its path."""
        answer = self.submit(f"{path}new/", changes, files)
        assert answer.status_code == requests.codes.found, (changes, errors_in(answer.text))
        return str(answer.headers["Location"])

    def delete(self, path: str) -> requests.Response:
        """Return the answer to the question whether to delete a record."""
        return self.submit(f"{path}delete/", {})


def typed(value: Any) -> Any:
    """Return a JSON value as a person types it."""
    if value is None or value is False:
        return []
    if value is True:
        return ["y"]
    return json.dumps(value) if isinstance(value, dict | list) else str(value).removesuffix("Z")


def errors_in(page: str) -> list[str]:
    return re.findall(r"invalid-feedback[^>]*>(?:\s|<[^>]+>)*([^<]+)", page)


@pytest.fixture(scope="module", params=["flask", "django"])
def library(
    request: pytest.FixtureRequest, site: Callable[[str, str], Site], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("library")
    settings = {"MEDIA_ROOT": str(folder / "media"), "API_RATE": "1000000"}
    with site(request.param, "library").seeded_with_probes(folder, **settings) as address:
        visitor = Library(address)
        visitor.framework = request.param
        visitor.media = folder / "media"
        visitor.database = folder / "site.sqlite3"
        yield visitor


@pytest.fixture
def book(library: Library) -> dict[str, Any]:
    """Return the least that a new book needs."""
    author = library.create("/authors/", {"name": "Mary"})
    number = author.strip("/").split("/")[-1]
    return {"title": "Frankenstein", "slug": f"book-{number}", "pages": 280, "author_id": number}


FIELDS = [field for field in MODELS["Book"].fields if field.type not in ("ref", "many", "file", "image", "bool")]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_just_valid_is_stored_and_shown_as_it_was_typed(
    library: Library, book: dict[str, Any], field: Field
) -> None:
    for value in TYPES[field.type].valid_edges(field):
        path = library.create("/books/", book | {field.name: value})
        assert library.get(path).status_code == requests.codes.ok
        before = library.form(f"{path}edit/")
        assert library.submit(f"{path}edit/", {}).status_code == requests.codes.found, (value, before)
        assert library.form(f"{path}edit/") == before
        assert library.delete(path).status_code == requests.codes.found


TAKEN_BY_DJANGO = {2**31, "2026-02-28"}
"""Values that Django's forms take: SQLite has larger integers than PostgreSQL, and a day is its first moment."""


def invalid_texts(field: Field, framework: str) -> list[Any]:
    """Return invalid values, without those that are valid as text, and a text that is not JSON."""
    valid: set[Any] = {"12", "2026-02-28T12:00:00"} | ({5} if field.type in {"str", "text"} else set())
    valid |= TAKEN_BY_DJANGO if framework == "django" and field.type in {"int", "datetime"} else set()
    found = [value for value in TYPES[field.type].invalid_edges(field) if value not in valid]
    return [*found, *(["{"] if field.type == "json" else [])]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_just_invalid_is_refused_at_its_field(library: Library, book: dict[str, Any], field: Field) -> None:
    for value in invalid_texts(field, library.framework):
        answer = library.submit("/books/new/", book | {field.name: value})
        assert answer.status_code == requests.codes.ok, (value, answer.status_code)
        assert errors_in(answer.text), value
        assert "is-invalid" in answer.text


def test_yes_and_no_are_kept(library: Library, book: dict[str, Any]) -> None:
    for value in (True, False):
        path = library.create("/books/", book | {"in_print": value})
        assert ("in_print" in library.form(f"{path}edit/")) == value
        library.delete(path)


def test_references_are_chosen_and_kept(library: Library, book: dict[str, Any]) -> None:
    tags = [library.create("/tags/", {"name": name}).strip("/").split("/")[-1] for name in ("red", "blue")]
    path = library.create("/books/", book | {"editor_id": book["author_id"]})
    library.form(f"{path}edit/")
    values = library.form(f"{path}edit/") | {library.input("tags_ids"): tags}
    assert library.post_form(f"{path}edit/", values).status_code == requests.codes.found
    assert library.form(f"{path}edit/")[library.input("tags_ids")] == tags
    assert "red, blue" in library.get(path).text
    for name in ("author_id", "editor_id"):
        assert errors_in(library.submit(f"{path}edit/", {name: "999999"}).text)
    library.delete(path)


def test_a_unique_value_is_refused_the_second_time_and_kept_by_its_record(
    library: Library, book: dict[str, Any]
) -> None:
    path = library.create("/books/", book)
    said = {"flask": "Another record has this value.", "django": "Book with this slug already exists."}
    assert [text.lower() for text in errors_in(library.submit("/books/new/", book).text)] == [
        said[library.framework].lower()
    ]
    assert library.submit(f"{path}edit/", {"title": "Other"}).status_code == requests.codes.found
    library.delete(path)


def test_a_record_that_others_need_is_kept(library: Library, book: dict[str, Any]) -> None:
    path = library.create("/books/", book)
    author = f"/authors/{book['author_id']}/"
    assert library.delete(author).headers["Location"] == author
    assert "Other records refer to this one." in library.get(author).text
    library.delete(path)
    assert library.delete(author).headers["Location"] == "/authors/"
    assert library.get(author).status_code == requests.codes.not_found


def stored(library: Library) -> set[Path]:
    return {place for place in library.media.rglob("*") if place.is_file()}


def test_files_are_shown_replaced_and_removed(library: Library, book: dict[str, Any]) -> None:
    before = stored(library)
    files = {"cover": ("a.png", PNG), "sample": ("a.html", b"<script>alert(1)</script>")}
    path = library.create("/books/", book, files)
    cover, sample = library.get(f"{path}cover/"), library.get(f"{path}sample/")
    assert cover.content == PNG
    assert cover.headers["Content-Type"] == "image/png"
    assert "attachment" in sample.headers["Content-Disposition"]
    assert sample.headers["Content-Type"] == "application/octet-stream"
    for answer in (cover, sample):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert library.submit(f"{path}edit/", {}).status_code == requests.codes.found
    assert library.get(f"{path}cover/").content == PNG
    assert library.submit(f"{path}edit/", {}, {"sample": ("b.txt", b"b")}).status_code == requests.codes.found
    assert library.get(f"{path}sample/").content == b"b"
    assert len(stored(library) - before) == 2
    assert library.submit(f"{path}edit/", {"delete_cover": True}).status_code == requests.codes.found
    assert library.get(f"{path}cover/").status_code == requests.codes.not_found
    library.delete(path)
    assert stored(library) == before


@pytest.mark.parametrize("content", [b"", b"<svg/>", PNG[:40]], ids=["empty", "other", "broken"])
def test_a_file_that_is_no_image_is_refused(library: Library, book: dict[str, Any], content: bytes) -> None:
    before = stored(library)
    answer = library.submit("/books/new/", book, {"cover": ("a.png", content)})
    assert errors_in(answer.text)
    assert stored(library) == before


def test_lists_are_searched_filtered_and_paged(library: Library, book: dict[str, Any]) -> None:
    paths = [library.create("/books/", book | {"title": "Zebra", "slug": f"zebra-{n}"}) for n in range(25)]
    pages = [library.get(f"/books/?search=zebra&page={n}") for n in (1, 2, 3)]
    assert [sum(f'"{path}"' in page.text for path in paths) for page in pages[:2]] == [20, 5]
    assert pages[2].status_code == requests.codes.not_found
    assert "There are no books." in library.get("/books/?search=no+such+book").text
    assert "There are no books." in library.get("/books/?author=999999&search=zebra").text
    assert paths[0] in library.get(f"/books/?author={book['author_id']}&in_print=True&status=draft").text
    assert "There are no books." in library.get("/books/?search=zebra&in_print=False").text
    for path in paths:
        library.delete(path)


@pytest.mark.parametrize("query", ["page=x", "page=-1", f"page={10**30}", "author=x", f"author={10**30}", "status=x",
                                   "endpoint=x", "_external=1", "search=%00", "search=%25_"])  # fmt: skip
def test_a_list_takes_no_harm_from_its_query(library: Library, query: str) -> None:
    assert library.get(f"/books/?{query}").status_code < requests.codes.server_error


def test_a_huge_id_is_no_error(library: Library) -> None:
    for path in (f"/books/{10**30}/", f"/books/{10**30}/edit/", f"/books/{10**30}/cover/"):
        assert 400 <= library.get(path).status_code < requests.codes.server_error


def test_an_export_has_all_rows_and_runs_no_formula(library: Library, book: dict[str, Any]) -> None:
    starts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠1"]
    paths = []
    with closing(sqlite3.connect(library.database)) as connection:
        for n, text in enumerate(starts):
            paths.append(library.create("/books/", book | {"title": "A row", "slug": f"f-{n}"}))
            # A form strips blanks and tabs at the start; a program that writes to the database does not.
            table = {"flask": "book", "django": "shelf_book"}[library.framework]
            connection.execute(f"update {table} set title = ? where slug = ?", (f"{text} row", f"f-{n}"))
            connection.commit()
    answer = library.get("/books/?as=csv&search=row")
    header, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert header[0] == "Title"
    assert sorted(row[0] for row in rows) == sorted(f"'{text} row" for text in starts)
    assert {row[header.index("Price")] for row in rows} == {"0.00"}
    for path in paths:
        library.delete(path)


class Fields(HTMLParser):
    """The fields of a page that people fill in, and the ids that labels are for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[dict[str, str | None]] = []
        self.labelled: set[str | None] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "label":
            self.labelled.add(given.get("for"))
        if tag in ("select", "textarea") or (tag == "input" and given.get("type") not in ("hidden", "submit")):
            self.fields.append(given)


@pytest.mark.parametrize("path", ["/books/new/", "/books/", "/tags/new/", "/contact/"])
def test_each_field_of_a_form_has_a_label(library: Library, path: str) -> None:
    page = Fields(library.get(path).text)
    assert page.fields
    assert [field for field in page.fields if field.get("id") not in page.labelled] == []


def test_invalid_fields_and_no_others_say_so(library: Library, book: dict[str, Any]) -> None:
    page = library.submit("/books/new/", book | {"title": "", "pages": 0, "slug": "no slug", "status": "unknown"})
    invalid = {field["name"] for field in Fields(page.text).fields if field.get("aria-invalid") == "true"}
    assert invalid == {"title", "pages", "slug", "status"}


def test_a_list_runs_as_many_queries_for_many_rows_as_for_one(library: Library, book: dict[str, Any]) -> None:
    paths: list[str] = []
    counts: dict[str, list[str]] = {"/books/": [], "/books/?as=csv": [], "/api/v1/books/": []}
    for number in range(6):
        author = library.create("/authors/", {"name": f"Author {number}"}).split("/")[2]
        tag = library.create("/tags/", {"name": f"queried {number}"}).split("/")[2]
        more = {"title": "Queried", "slug": f"queried-{number}", "author_id": author, "editor_id": author}
        earlier = {"sequel_to_id": paths[-1].split("/")[2]} if paths else {}
        paths.append(library.create("/books/", book | more | earlier | {"tags_ids": int(tag)}))
        if number in (1, 5):
            for path, queries in counts.items():
                answer = library.send("GET", path, params={"search": "queried"})
                assert answer.text.count("Queried") > number, path
                queries.append(answer.headers["X-Queries"])
    assert {path: queries for path, queries in counts.items() if queries[0] != queries[1]} == {}
    for path in reversed(paths):
        library.delete(path)


def test_who_loses_a_race_for_a_unique_value_is_told(library: Library) -> None:
    other = library.create("/tags/", {"name": "slow"})
    library.form("/tags/new/")
    library.session.headers["X-Race"] = "yes"
    pages = [
        library.post_form("/tags/new/", {"name": "contested one"}),
        library.post_form(f"{other}edit/", {"name": "contested two"}),
    ]
    program = [
        library.send("POST", "/api/v1/tags/", json={"name": "contested three"}),
        library.send("PATCH", f"/api/v1{other}", json={"name": "contested four"}),
    ]
    del library.session.headers["X-Race"]
    assert [page.status_code for page in pages] == [requests.codes.ok] * 2
    for page in pages:
        assert "Another record has one of these values" in page.text
    assert [answer.status_code for answer in program] == [requests.codes.conflict] * 2
    assert library.form(f"{other}edit/")["name"] == ["slow"]


def test_a_reference_with_many_choices_is_chosen(library: Library, book: dict[str, Any]) -> None:
    for number in range(150):
        answer = library.send("POST", "/api/v1/authors/", json={"name": f"Choice {number}"})
        assert answer.status_code == requests.codes.created, answer.text
    page = library.get("/books/new/")
    assert page.status_code == requests.codes.ok
    assert page.text.count(">Choice ") == 300
    assert library.get("/books/").text.count(">Choice ") == 300
    path = library.create("/books/", book | {"author_id": answer.json()["id"]})
    assert "Choice 149" in library.get(path).text
