"""The language of models: what is read, what is refused and how, and that nothing else ever comes of it."""

# ruff: noqa: E501 - a message stands as it is told, on one line

import datetime as datetime_module
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path, PurePosixPath
from time import perf_counter
from typing import Any
from uuid import UUID

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.answers.answers import RawAnswer, Source, complete, read_answers
from generator.answers.schema import answer_schema
from generator.answers.sources import add_models, nameable_capabilities
from generator.answers.values import UnsupportedValue
from generator.catalog.templates import builtin_folder, find_template
from generator.errors import AnswersRefused
from generator.knowledge.loader import load_knowledge
from generator.models.checks import problems_in
from generator.models.model import RIGHTS, Field, Model
from generator.models.parsing.patterns import read_pattern
from generator.models.parsing.syntax import parse_field, parse_model
from generator.models.reader import KEYS, plain_models, read_models
from generator.models.reserved import FIELDS, MODELS, PLURALS, WORDS, Owner
from generator.models.settings import SETTINGS
from generator.models.types import TYPES
from tests.support import COMPLETE, scaffold, write_files

KNOWLEDGE = load_knowledge()
SCHEMA = answer_schema(KNOWLEDGE, ("flask", "django"), nameable_capabilities(KNOWLEDGE, ("flask", "django")))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
PATTERN = r'str(20) unique pattern="[A-Z]{3}-\d+" example="ABC-1"'


def problems(raw: Any, *frameworks: str) -> list[str]:
    """Return the problems of models, by default for both frameworks."""
    try:
        models = read_models(raw)
    except ValueError as error:
        return str(error).splitlines()
    found = [problem for framework in frameworks or ("flask", "django") for problem in problems_in(framework, models)]
    return list(dict.fromkeys(found))


def field(spec: Any, name: str = "it") -> Field:
    """The field of a specification in a model beside which there is an author."""
    (_, book) = read_models({"Author": {"name": "str"}, "Book": {name: spec}})
    return book.fields[0]


def of_field(spec: Any, name: str = "it") -> list[str]:
    return problems({"Author": {"name": "str"}, "Book": {name: spec}})


GOOD = {
    "str": Field("it", "str", length=200),
    "str(5)": Field("it", "str", length=5),
    " str ( 5 ) ? ": Field("it", "str", length=5, optional=True),
    "text?": Field("it", "text", optional=True),
    "slug unique": Field("it", "slug", length=100, unique=True),
    "slug unique index": Field("it", "slug", length=100, unique=True),
    "email index": Field("it", "email", length=254, index=True),
    "url = https://example.org/?a=b": Field("it", "url", length=500, default="https://example.org/?a=b"),
    "int = 5 min=0 max=9": Field("it", "int", default=5, min=0, max=9),
    "int max=9 = 5 min=0": Field("it", "int", default=5, min=0, max=9),
    "int index = 5": Field("it", "int", default=5, index=True),
    "int=-5": Field("it", "int", default=-5),
    "decimal": Field("it", "decimal", digits=10, places=2),
    "decimal(8)": Field("it", "decimal", digits=8, places=2),
    "decimal(1)": Field("it", "decimal", digits=1, places=1),
    "decimal(2) unique": Field("it", "decimal", digits=2, places=2, unique=True),
    "decimal(8, 3) = 1.5 min=0": Field(
        "it", "decimal", digits=8, places=3, default=Decimal("1.500"), min=Decimal("0.000")
    ),
    "float = 1e3": Field("it", "float", default=1000.0),
    "bool = false": Field("it", "bool", default=False),
    "date = 2026-01-31": Field("it", "date", default=date(2026, 1, 31)),
    "date = now max=2026-01-31": Field("it", "date", default="now", max=date(2026, 1, 31)),
    "datetime = 2026-01-31T12:00:00+02:00": Field("it", "datetime", default=datetime(2026, 1, 31, 10, tzinfo=UTC)),
    "time = 12:30": Field("it", "time", default=time(12, 30)),
    "uuid = new unique": Field("it", "uuid", default="new", unique=True),
    "uuid = 5caff01d-0000-4000-8000-000000000001": Field(
        "it", "uuid", default=UUID("5caff01d-0000-4000-8000-000000000001")
    ),
    "json": Field("it", "json"),
    "json = {}": Field("it", "json", default={}),
    'json = "[{\\"a\\": 1.5}]"': Field("it", "json", default=[{"a": 1.5}]),
    "int = 2147483647": Field("it", "int", default=2147483647),
    f"choice({', '.join(map(str, range(50)))})": Field("it", "choice", choices=tuple(map(str, range(50)))),
    "image?": Field("it", "image", optional=True),
    'choice(draft, "in review") = draft': Field("it", "choice", choices=("draft", "in review"), default="draft"),
    "ref(Author)": Field("it", "ref", to="Author", on_delete="protect"),
    "ref(Author)?": Field("it", "ref", to="Author", on_delete="null", optional=True),
    "ref(Author, cascade) index": Field("it", "ref", to="Author", on_delete="cascade", index=True),
    "ref(self)?": Field("it", "ref", to="Book", on_delete="null", optional=True),
    "many(Author)": Field("it", "many", to="Author"),
    'str title="The \\"it\\"" help="a \\\\ b \\d"': Field(
        "it", "str", length=200, title='The "it"', help="a \\ b \\d"
    ),
    PATTERN: Field("it", "str", length=20, unique=True, pattern=r"[A-Z]{3}-\d+", example="ABC-1"),
    "str = a-1 pattern=[a-z]-[0-9]": Field("it", "str", length=200, default="a-1", pattern="[a-z]-[0-9]"),
}  # fmt: skip


@pytest.mark.parametrize("spec", GOOD)
def test_a_field_in_the_short_form_is_read(spec: str) -> None:
    assert field(spec) == GOOD[spec]


BAD = {
    "": "column 1: found the end, expected a type",
    "strr": f"column 1: type: found 'strr', expected one of {', '.join(TYPES)}; did you mean str?",
    "str(": "column 5: found the end, expected a value",
    "str()": "column 5: found ')', expected a value",
    "str(5, 6)": "column 8: found '6', expected at most str(length)",
    "int(5)": "column 5: found '5', expected int alone",
    "str ? ?": "column 7: found '?', expected = and a value or a setting such as min=0 or unique or index",
    'str = "abc': "column 7: found a quotation mark that is not closed, expected a value",
    "str min": "column 5: min: means nothing for str; it is for date, datetime, decimal, float, int",
    "int min": "column 5: min: found nothing, expected a value",
    "int unqiue": (
        "column 5: unqiue: unknown setting; expected optional, default, unique, index, min, max, title, help;"
        " did you mean unique?"
    ),
    "int = 1 = 2": "column 11: 'default' is said twice",
    "int type=str": "column 10: 'type' is said twice",
    "int optional=true": "column 14: unknown setting optional, in the short form",
    "str(0)": "column 5: length: found '0', expected a whole number from 1 to 1000",
    "str(1001)": "column 5: length: found '1001', expected a whole number from 1 to 1000",
    "str(2) = abc": "column 10: default: found 3 characters, expected at most 2",
    'str = ""': "column 7: default: found nothing, expected a value",
    'str = " a"': (
        "column 7: default: found ' a', expected text that is not blank and neither begins nor ends with a blank"
    ),
    "slug = ä": "column 8: default: found '\\xe4', expected letters, digits, - and _",
    "email = ada": "column 9: default: found 'ada', expected an e-mail address such as ada@example.org",
    "url = ftp://x": "column 7: default: found 'ftp://x', expected an address such as https://example.org/",
    "int = 2147483648": (
        "column 7: default: found '2147483648', expected a whole number from -2147483648 to 2147483647"
    ),
    "int = ٣": "column 7: default: found '\\u0663', expected a whole number from -2147483648 to 2147483647",
    "int = 5 min=6": "column 7: default: found '5', which is below min 6",
    "int = 5 max=4": "column 7: default: found '5', which is above max 4",
    "int min=6 max=5": "column 9: min: 6 is more than max, which is 5",
    "decimal(39)": "column 9: digits: found '39', expected a whole number from 1 to 38",
    "decimal(3, 4)": "column 12: places: found 4 places of 3 digits, expected at most 3",
    "decimal(4, 2) = 100": (
        "column 17: default: found '100', expected a number of at most 2 digits before the point and 2 after it"
    ),
    "decimal = 1.234": (
        "column 11: default: found '1.234', expected a number of at most 8 digits before the point and 2 after it"
    ),
    "float = nan": "column 9: default: found 'nan', expected a number such as 1.5",
    "bool = yes": "column 8: default: found 'yes', expected true or false",
    "bool unique": (
        "column 6: unique: means nothing for bool; it is for choice, date, datetime, decimal, email, float, int, ref,"
        " slug, str, time, url, uuid"
    ),
    "json index": (
        "column 6: index: means nothing for json; it is for bool, choice, date, datetime, decimal, email, float, int,"
        " ref, slug, str, time, url, uuid"
    ),
    "json = 5": "column 8: default: found '5', expected a list or an object in JSON, such as [] or {}",
    "date = 2026-02-30": "column 8: default: found '2026-02-30', expected a date such as 2026-01-31",
    "date min=now": "column 10: min: found 'now', expected a date such as 2026-01-31",
    "datetime = 2026-01-31T12:00:00": (
        "column 12: default: found '2026-01-31T12:00:00', expected a time with its zone such as 2026-01-31T12:30:00Z"
    ),
    "time = 25:00": "column 8: default: found '25:00', expected a time of day such as 12:30",
    "uuid = now": "column 8: default: found 'now', expected a UUID in small letters, or new",
    "choice": "choices: found 0 values, expected 2 to 50, such as choice(draft, published)",
    "choice(a)": "column 8: choices: found 1 values, expected 2 to 50, such as choice(draft, published)",
    "choice(a, b, a)": "column 8: choices: found 'a' twice",
    'choice(a, " b")': "column 8: choices: found ' b', expected 1 to 50 characters, no blanks at the ends",
    f"choice({', '.join(map(str, range(51)))})": (
        "column 8: choices: found 51 values, expected 2 to 50, such as choice(draft, published)"
    ),
    "choice(a, b) = c": "column 16: default: found 'c', expected one of 'a', 'b'",
    "str? = a": (
        "column 8: default: an optional field that has a default is never left empty: leave out ? or the default"
    ),
    "str = a unique": (
        "column 7: default: cannot be unique, for two records would have it: leave out unique or the default"
    ),
    "ref": "to: missing; expected the model it points at, such as ref(Author)",
    "ref(Autor)": "unknown model 'Autor'; expected self, Author, Book; did you mean Author?",
    "ref(Author, null)": (
        "column 13: on_delete: null needs an optional field: write ref(…)?, or choose cascade or protect"
    ),
    "ref(Author, casade)": (
        "column 13: on_delete: found 'casade', expected one of cascade, protect, null; did you mean cascade?"
    ),
    "ref(self)": "required references go in a circle, Book.it → Book: make one optional, with ?",
    "many(Author)?": "column 13: optional: means nothing for many; it may be empty anyway",
    "int pattern=a": "column 13: pattern: means nothing for int; it is for slug, str, text",
    "str pattern=a": (
        'column 13: pattern: needs an example that matches it, such as example="AB-12", for tests and manuals'
    ),
    "str pattern=a example=b": "column 23: example: found 'b', which does not match the pattern 'a'",
    "str pattern=[0])": (
        "column 13: pattern: found '[0])', which is no regular expression: unbalanced parenthesis at position 3"
    ),
    "str pattern=(a example=b": (
        "column 13: pattern: found '(a', which is no regular expression: missing ), unterminated subpattern at position 0"
    ),
    "str pattern=^a$ example=a": "column 13: pattern: found ^ or $, which can be left out: the whole value must match",
    "str pattern=(a+)+ example=a": (
        "column 13: pattern: found '(a+)+', which may take forever: in a repetition, the next character has to decide how to go"
        " on; write [ab] for (a|b), a(b|c) for (ab|ac), few .* and ?, and something that separates"
        r" repetitions, as in \w+(-\w+)*"
    ),
    f"str title={'x' * 101}": f"column 11: title: found '{'x' * 57}'…, expected at most 100 characters in one line",
}  # fmt: skip


@pytest.mark.parametrize("spec", BAD)
def test_a_field_that_cannot_be_is_refused_with_its_place_and_what_is_allowed(spec: str) -> None:
    assert of_field(spec) == [f"Book.it: {BAD[spec]}"]


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a|a)+b",
        r"(\w|\d)+!",
        r"(?:x|a.?)+b",
        r"(a|aa)+b",
        r"(a|b|ab)*c",
        r"(ab?|b)*c",
        r"(a?){20}b",
        r"(a?b?c?)*d",
        r"(.*a){9}",
        r"(\s|.)+!",
        r"(?=(a|a)+b)a",
        r"((a|b)|[ab]){20}c",
        "a?" * 20 + "a" * 20,
        ".*" * 9 + "x",
    ],
)
def test_a_pattern_that_may_take_exponentially_long_is_refused(pattern: str) -> None:
    (problem,) = of_field({"type": "str", "pattern": pattern, "example": "a"})[:1]
    assert "may take forever" in problem


@pytest.mark.parametrize(
    "pattern",
    [
        r"[0-9]{13}",
        r"[A-Z]{2}-\d{4}",
        r"#[0-9a-f]{6}",
        r"\w+(-\w+)*",
        r"[\w.+-]+@[\w-]+(\.[\w-]+)+",
        r"[^@ ]+@[^@ ]+\.[a-z]{2,}",
        r"\d{1,3}(\.\d{1,3}){3}",
        r"(97[89]-)?\d{1,5}-\d{1,7}-\d{1,7}-[\dX]",
        r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
        r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?",
        r"[A-Za-z]\w*(\.[A-Za-z]\w*)*",
        r"https?://\S+",
        r"(?!x)[a-z]+",
    ],
)
def test_a_pattern_that_the_next_character_decides_is_taken(pattern: str) -> None:
    assert read_pattern(pattern) == pattern


ATOMS = st.sampled_from(["a", "b", "[ab]", ".", r"\w", r"\d"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2,5}", "{20}"])).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    ),
    max_leaves=8,
)


@given(PATTERNS, st.text("ab1", min_size=1, max_size=3))
def test_no_pattern_that_is_taken_takes_exponentially_long(pattern: str, attack: str) -> None:
    try:
        read_pattern(pattern)
    except ValueError:
        return
    text = (attack * 30)[:30] + "!"
    started = perf_counter()
    re.fullmatch(pattern, text)
    assert perf_counter() - started < 1, (pattern, text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?P<a>x)",
        "(?i)x",
        r"\Ax",
        r"x\Z",
        "(?<=a)x",
        "x++",
        r"\p{L}",
        "[[a]]",
        "[a--b]",
        "(?#c)x",
        "x{,3}",
        "x^",
        r"\a",
    ],
)
def test_a_pattern_that_python_and_javascript_do_not_read_alike_is_refused(pattern: str) -> None:
    (problem,) = of_field({"type": "str", "pattern": pattern, "example": "x"})
    assert "do not read alike" in problem


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (r"\d{3}", "123"),
        ("(?:ab|cd)+", "abcd"),
        (r"[\w.-]+@x\.org", "a@x.org"),
        ("(?=a).{2,3}", "abc"),
        (r"\$\d*?", "$1"),
    ],
)
def test_a_pattern_that_both_read_is_taken(pattern: str, example: str) -> None:
    assert field({"type": "str", "pattern": pattern, "example": example}).pattern == pattern


@pytest.mark.parametrize("pattern", ["(a+)+", "((a*)b?)*", "(a{2,})+", "(a{1,30}){1,30}", "(a+){20}", "(?:x|(a+))*?"])
def test_a_pattern_that_may_take_forever_is_refused(pattern: str) -> None:
    (problem,) = of_field({"type": "str", "pattern": pattern, "example": "a"})
    assert "may take forever" in problem


@pytest.mark.parametrize("text", ["a\0b", "a\ud800", "\x1b[31m"])
@pytest.mark.parametrize("key", ["default", "pattern", "title", "help"])
@pytest.mark.parametrize("type", ["str", "text", "slug"])
def test_what_no_file_can_hold_is_refused(type: str, key: str, text: str) -> None:
    assert of_field({"type": type, key: text}) != []


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"length": "5"}, f"Book.it: no type; expected one of {', '.join(TYPES)}"),
        (
            {"type": "int", "lenght": "5"},
            "Book.it: lenght: unknown setting; expected optional, default, unique, index, min, max, title, help;"
            " did you mean length?",
        ),
        ({"type": "int", "unique": "yes"}, "Book.it: unique: found 'yes', expected true or false"),
        ({"type": "choice", "choices": "a, b"}, "Book.it: choices: found 'a, b', expected a list of texts"),
        ({"type": "str", "default": ["a"]}, "Book.it: default: found a list, expected text"),
        ({"type": None}, "Book.it: type: found nothing, expected text"),
        (None, "Book.it: found nothing, expected a type such as str, or a mapping with `type`"),
        (["str"], "Book.it: found a list, expected a type such as str, or a mapping with `type`"),
    ],
)
def test_the_long_form_is_refused_by_key(spec: Any, told: str) -> None:
    assert told in of_field(spec)


@pytest.mark.parametrize("name", ["a__b", "a_", "_a", "B", "naïve", "a b", "", "1a", "a" * 51])
def test_a_field_s_name_is_plain(name: str) -> None:
    (problem,) = of_field("int", name)
    assert problem.startswith(f"Book: found the field {name!a}, expected a name such as title")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("class", "Book: class is a word of the Python language: choose a name such as book_class"),
        ("match", "Book: match is a word of the Python language: choose a name such as book_match"),
        ("id", "Book: no field can be called id, for every record has it already: leave it out"),
        ("owner", "Book: no field can be called owner, for `owner: true` in the model adds it: leave it out"),
        (
            "objects",
            "Book: no field can be called objects, for Django's models have an attribute of that name:"
            " choose a name such as book_objects",
        ),
        (
            "metadata",
            "Book: no field can be called metadata, for SQLAlchemy's models have an attribute of that name:"
            " choose a name such as book_metadata",
        ),
    ],
)
def test_a_field_s_name_that_clashes_is_refused_with_the_reason(name: str, told: str) -> None:
    assert of_field("int", name) == [told]


@pytest.mark.parametrize("name", FIELDS)
def test_every_reserved_field_is_refused_and_its_suggestion_is_good(name: str) -> None:
    (problem,) = of_field("int", name)
    if "choose a name such as" in problem:
        assert of_field("int", problem.rpartition(" ")[2]) == []


AWKWARD = (
    *("Client", "Day", "Filter", "Form", "Group", "Request", "Resource", "Response", "Schema", "Session"),
    *("Settings", "Site", "Text", "Token", "View"),
)
"""Names of models that a template or a framework has as well."""


@pytest.mark.parametrize("name", ["check", "date", "datetime", "time", "timedelta"])
def test_a_field_may_have_the_name_of_a_type_of_time(name: str) -> None:
    assert problems({"Event": {name: "date min=2026-01-31", "last": "date = now"}}, "flask") == []


@pytest.mark.parametrize("name", AWKWARD)
def test_a_model_may_have_the_name_of_a_class_of_the_framework(name: str) -> None:
    assert problems({name: {"size": "int"}}, "flask") == []
    assert bool(problems({name: {"size": "int"}}, "django")) == (name in {"Filter", "Form", "Token", "View"})


def test_type_and_other_words_that_hinder_nothing_are_taken() -> None:
    assert (
        problems({"Book": dict.fromkeys(("type", "name", "order", "index", "format", "context", "hash"), "str")}) == []
    )


@pytest.mark.parametrize("name", [*MODELS, "Class", "Any", "Person", "Record", "Api", "Map"])
def test_a_model_s_name_that_clashes_is_refused_and_the_suggestion_is_good(name: str) -> None:
    problem, *_ = problems({name: {"size": "int"}})
    assert problem.startswith(f"{name}: ")
    assert problems({problem.rpartition(" ")[2]: {"size": "int"}}) == [] or name in ("Owned", "Record")


def test_no_other_module_lies_beside_those_of_models_in_django() -> None:
    """`[[files]]` with `each` writes a module for each model into folders that hold nothing else."""
    layers = find_template("django").layers.values()
    paths = [PurePosixPath(path.removesuffix(".jinja")) for layer in layers for path, _ in layer.files]
    places = [PurePosixPath(rule.path) for layer in layers for rule in layer.rules if rule.each]
    singular = {place.parent for place in places if place.stem == "model"}
    stems = {path.stem for path in paths if path.parent in singular} - {"model", "__init__"}
    assert len(singular) >= 3
    assert not stems


def test_a_model_of_two_words_has_its_templates_where_django_looks_for_them(tmp_path: Path) -> None:
    made = scaffold(
        *(
            "new",
            "shelf",
            "--framework",
            "django",
            "--set",
            "kind=website",
            "--model",
            "BookReview title:str scan:file?",
        ),
        *("--defaults", "--no-git", "--into", tmp_path, "--json"),
    )
    app = Path(made.json["path"]) / "shelf"
    assert {place.name for place in (app / "templates/shelf").iterdir()} == {
        "bookreview_detail.html",
        "bookreview_list.html",
    }
    names = re.findall(r'name="bookreview-(\w+(?:-file)?)"', (app / "urls.py").read_text(encoding="utf-8"))
    assert sorted(names) == ["create", "delete", "detail", "list", "scan-file", "update"]


def test_the_names_that_our_own_templates_reserve_grow_no_more() -> None:
    tables = (FIELDS, MODELS, PLURALS, WORDS)
    owners = Counter(reason.owner for table in tables for reason in table.values())
    assert owners[Owner.TEMPLATES] <= 73, "import a module in the template instead of the name"
    assert set(owners) == set(Owner)


def test_a_plural_that_clashes_can_be_said_another_way() -> None:
    assert problems({"Person": {"name": "str"}}) == [
        "Person: many of them would be people, but the application has a page or a part of that name:"
        " say another `plural`, or choose a name such as PersonRecord"
    ]
    assert problems({"Person": {"fields": {"name": "str"}, "plural": "contacts"}}) == []
    assert PLURALS.keys().isdisjoint({"contacts"})
    assert "super" in WORDS


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ([], "found a list, expected models with their fields, such as {Book: {title: str}}"),
        ({"book": {"x": "int"}}, "found the model name 'book', expected a name such as Book or OrderLine"),
        ({"Book": {}}, "Book: found nothing, expected fields such as {title: str}"),
        ({"Book": "x"}, "Book: found 'x', expected fields such as {title: str}"),
        ({"Book": {"fields": []}}, "Book: fields: found nothing, expected fields such as {title: str}"),
        ({"Book": {"x": "int"}, "Books": {"x": "int"}}, "Book and Books would both be books: rename one, or say another `plural`"),
        ({"OrderLine": {"x": "int"}, "Orderline": {"x": "int"}}, "OrderLine and Orderline would both be orderline: rename one, or say another `plural`"),
        ({"Box": {"lid": "ref(Lid)"}, "Lid": {"boxes": "int"}}, "Box.lid: the way back would be Lid.boxes, like the field Lid.boxes: say another `plural`"),
        ({"Box": {"a": "ref(Lid)", "b": "ref(Lid)"}, "Lid": {"boxes": "int", "boxes_as_b": "int"}}, "Box.b: the way back would be Lid.boxes_as_b, like the field Lid.boxes_as_b: say another `plural`"),
        ({"Box": {"fields": {"lid": "ref(Lid)"}, "plural": "metadata"}, "Lid": {"x": "int"}}, "Box.lid: the way back would be Lid.metadata, like something that Lid has already: say another `plural`"),
        ({"Box": {"lid": "ref(Lid)", "tray": "ref(Tray)"}, "Lid": {"x": "int"}, "Tray": {"box": "ref(Box)"}}, "Box.tray: required references go in a circle, Box.tray → Tray.box → Box: make one optional, with ?"),
        ({"Box": {"x": "int"}, "BoxFactory": {"x": "int"}}, "BoxFactory: Box gets a class of that name: rename one"),
        ({"Box": {"lid": "ref(Lid)", "lid_id": "int"}, "Lid": {"x": "int"}}, "Box.lid_id: the reference lid has a column of that name: rename one"),
        ({"Box": {"state": "choice(a, b)"}, "BoxState": {"x": "int"}}, "Box.state: its choices become BoxState, like the model: rename one"),
        (
            {"Box": {"lid": "file"}, "BoxLid": {"x": "int"}},
            "Box.lid: the API has get_box_lid for a model already: rename one",
        ),
        (
            {"Box": {"lid": "ref(Lid)"}, "Lid": {"knob": "ref(Knob)"}, "Knob": {"box": "ref(Box)"}},
            "Box.lid: required references go in a circle, Box.lid → Lid.knob → Knob.box → Box: make one optional, with ?",
        ),
        (
            {"Tray": {"box": "ref(Box)"}, "Box": {"lid": "ref(Lid)"}, "Lid": {"box": "ref(Box)"}},
            "Box.lid: required references go in a circle, Box.lid → Lid.box → Box: make one optional, with ?",
        ),
        ({"Book": {"x": "int", "ordering": ["x"]}}, "Book.ordering: found a list; to say more of a model, put its fields under `fields`"),
        ({f"Box{n}x": {"x": "int"} for n in range(201)}, "found 201 models, expected at most 200"),
        ({"Box": {f"x{n}": "int" for n in range(201)}}, "Box: found 201 fields, expected at most 200"),
        ({"A" + "b" * 51: {"x": "int"}}, f"A{'b' * 51}: the name becomes a{'b' * 51}s, expected at most 50 characters"),
    ],
)  # fmt: skip
def test_models_that_cannot_be_are_refused(raw: Any, told: str) -> None:
    assert problems(raw) == [told]


def test_optional_references_may_go_in_a_circle() -> None:
    assert problems({"Box": {"lid": "ref(Lid)?"}, "Lid": {"box": "ref(Box)"}}) == []


def test_two_hundred_models_of_many_fields_are_enough() -> None:
    assert len(read_models({f"Box{n}x": {"x": "int"} for n in range(200)})) == 200
    assert len(read_models({"Box": {f"x{n}": "int" for n in range(200)}})[0].fields) == 200


LONG = {
    "fields": {"title": "str", "price": "decimal", "body": "text"},
    "title": "Volume",
    "plural": "Tomes",
    "ordering": ["-price", "title", "created_at"],
    "owner": True,
    "read": "anyone",
    "write": "staff",
    "list": ["title"],
    "search": "title, body",
    "filter": [],
    "without": ["admin"],
}


def test_the_long_form_of_a_model_is_read() -> None:
    (book,) = read_models({"Book": LONG})
    assert book == Model(
        "Book", book.fields, "Volume", "Tomes", ("-price", "title", "created_at"), True, "anyone", "staff",
        ("title",), ("title", "body"), (), ("admin",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"plurals": "x"}, f"unknown setting 'plurals'; expected {', '.join(KEYS)}; did you mean plural?"),
        ({"owner": "yes"}, "owner: found 'yes', expected one of true, false"),
        ({"read": "staf"}, f"read: found 'staf', expected one of {', '.join(RIGHTS)}; did you mean staff?"),
        ({"write": "anyone"}, "write: anyone goes with `read: anyone` alone: say that, too, or another right to write"),
        ({"read": "staff", "write": "known"}, "write: known is less strict than read: staff: choose a stricter one, or a milder `read`"),
        ({"owner": True, "write": "known"}, "write: known is less strict than read: owner, the default here: choose a stricter one, or a milder `read`"),
        ({"owner": "false", "read": "owner"}, "owner: false contradicts a right of `owner`: leave one of them out"),
        ({"without": ["page"]}, "without: found 'page', expected some of pages, api, admin; did you mean pages?"),
        ({"without": {"a": "b"}}, "without: found a mapping, expected some of pages, api, admin"),
        ({"list": ["id"]}, "list: unknown field 'id'; expected title, done"),
        ({"read": "owner", "write": "member"}, "write: member is less strict than read: owner: choose a stricter one, or a milder `read`"),
        ({"list": []}, "list: found no field, expected one at least"),
        ({"list": ["title", "title"]}, "list: found 'title' twice"),
        ({"list": {"a": "b"}}, "list: found a mapping, expected a list of fields"),
        ({"ordering": ["titel"]}, "ordering: unknown field 'titel'; expected title, done, id, created_at, updated_at; did you mean title?"),
        ({"search": ["done"]}, "search: done is of type bool, expected one of email, slug, str, text, url"),
        ({"title": "x" * 101}, f"title: found '{'x' * 57}'…, expected at most 100 characters, no blanks at the ends"),
    ],
)  # fmt: skip
def test_a_setting_of_a_model_that_cannot_be_is_refused(said: dict[str, Any], told: str) -> None:
    assert problems({"Book": {"fields": {"title": "str", "done": "bool"}, **said}}) == [f"Book: {told}"]


def test_a_right_to_write_that_was_not_said_is_as_strict_as_that_to_read() -> None:
    (book,) = read_models({"Book": {"fields": {"x": "int"}, "read": "staff"}})
    assert (book.read, book.write) == ("staff", "staff")


@pytest.mark.parametrize("rights", [("member", "owner"), ("owner", "staff"), ("known", "admin"), ("anyone", "anyone")])
def test_rights_to_write_are_as_strict_as_those_to_read(rights: tuple[str, str]) -> None:
    read, write = rights
    assert problems({"Book": {"fields": {"x": "int"}, "read": read, "write": write}}) == []


def test_each_problem_is_a_line_with_the_place_where_it_was_said() -> None:
    source = Source("a.yml", (("models", RawAnswer({"Book": {"a": "it", "b": "date = x"}}, "a.yml:3")),))
    with pytest.raises(AnswersRefused) as refused:
        read_answers([source], KNOWLEDGE)
    first, second = refused.value.problems
    assert first.startswith("a.yml:3: models: Book.a: column 1: ")
    assert second.startswith("a.yml:3: models: Book.b: column 8: ")


def test_every_problem_is_told_in_one_pass() -> None:
    found = problems({"Book": {"a": "strr", "class": "int", "c": "ref(X)"}, "box": {}, "Box": {"c": "int = x max=y"}})
    assert [problem.split(":")[0] for problem in found] == [
        "Book.a", "Book", "found the model name 'box', expected a name such as Book or OrderLine", "Box.c", "Box.c", "Book.c",
    ]  # fmt: skip
    many = problems({"Book": {f"x{n}": "nonsense" for n in range(100)}})
    assert many[50:] == ["… and perhaps more; fix these first"]


# ------------------------------------------------------------------------------------------------ whatever may be said

ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["str", "ref(self)?", "true"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["fields", "type", "Book", "a", "to", "list", "choices"]) | st.text(), inner)
    ),
    max_leaves=12,
)
WORDS_OF_IT = st.sampled_from(
    [*GOOD, *BAD, *TYPES, "(", ")", "?", "=", '"', "\\", " ", "unique", "min=", "pattern=", "{"]
)


@settings(max_examples=300)
@given(st.text() | st.lists(WORDS_OF_IT, max_size=6).map("".join) | st.lists(WORDS_OF_IT, max_size=6).map(" ".join))
def test_any_text_is_a_field_or_a_problem_in_one_line(text: str) -> None:
    for problem in of_field(text):
        assert problem.startswith(("Book.it: ", "Book: "))
        assert problem.isprintable()


@settings(max_examples=300)
@given(st.text() | st.lists(WORDS_OF_IT, max_size=6).map(lambda parts: f"Book a:{' b:'.join(parts)}"))
def test_any_text_is_a_model_of_the_command_line_or_a_problem(text: str) -> None:
    try:
        name, fields = parse_model(text)
    except ValueError as error:
        assert str(error).startswith(("column ", "found "))
        return
    for spec in fields.values():
        parse_field(spec)
    problems({name: fields})


@settings(max_examples=300)
@given(
    ANY_JSON
    | st.dictionaries(st.just("Book"), ANY_JSON)
    | st.fixed_dictionaries({"Book": st.fixed_dictionaries({"fields": ANY_JSON, "list": ANY_JSON})})
)
def test_any_value_is_models_or_problems(raw: Any) -> None:
    for problem in problems(raw):
        assert problem.isprintable()


def quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


WORD = st.from_regex(r"[a-z][a-z0-9_ -]{0,8}[a-z0-9]", fullmatch=True)
LINE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
VALUES: dict[str, st.SearchStrategy[str]] = {
    "str": LINE,
    "text": LINE,
    "slug": st.from_regex(r"[a-z0-9_-]{1,9}", fullmatch=True),
    "int": st.integers(-(2**31), 2**31 - 1).map(str),
    "decimal": st.decimals(-999, 999, places=2).map(str),
    "float": st.floats(-1e9, 1e9, allow_subnormal=False).map(lambda number: f"{number:.6f}"),
    "bool": st.sampled_from(["true", "false"]),
    "date": st.dates().map(str) | st.just("now"),
    "uuid": st.uuids().map(str) | st.just("new"),
}


@st.composite
def long_fields(draw: st.DrawFn) -> dict[str, Any]:
    """A valid field in the long form."""
    type = draw(st.sampled_from([*TYPES]))
    made: dict[str, Any] = {"type": type}
    if type == "choice":
        made["choices"] = draw(st.lists(WORD, min_size=2, max_size=4, unique=True))
    if type in ("ref", "many"):
        made["to"] = "Author"
    if type == "decimal":
        made |= {"digits": "12", "places": "2"}
    if type == "str":
        made["length"] = draw(st.integers(20, 1000).map(str))
    optional = draw(st.booleans()) and type != "many"
    if optional:
        made["optional"] = "true"
    elif type in VALUES and draw(st.booleans()):
        made["default"] = draw(VALUES[type])
    elif type in VALUES and type not in ("text", "bool") and draw(st.booleans()):
        made["unique"] = "true"
    for key in ("title", "help"):
        if draw(st.booleans()):
            made[key] = draw(LINE)
    return made


def short(said: dict[str, Any]) -> str:
    """The same in the short form."""
    inside = [
        *map(quoted, said.get("choices", ())),
        *(said[key] for key in ("length", "digits", "places", "to") if key in said),
    ]
    parts = [said["type"] + (f"({', '.join(inside)})" if inside else "") + ("?" if "optional" in said else "")]
    parts += [f"= {quoted(said['default'])}"] if "default" in said else []
    parts += ["unique"] if "unique" in said else []
    return " ".join(parts + [f"{key}={quoted(said[key])}" for key in ("title", "help") if key in said])


@settings(max_examples=300)
@given(st.lists(long_fields(), min_size=1, max_size=5))
def test_both_forms_of_a_field_are_read_alike_and_go_with_the_schema(fields: list[dict[str, Any]]) -> None:
    author = {"Author": {"name": "str"}}
    long = {"Book": {f"f{n}": said for n, said in enumerate(fields)}, **author}
    other = {"Book": {"fields": {f"f{n}": short(said) for n, said in enumerate(fields)}}, **author}
    assert read_models(long) == read_models(other)
    assert read_models(plain_models(long)) == read_models(long)
    for raw in (long, other):
        VALIDATOR.validate({"models": raw})
        again = yaml.safe_load(json.dumps(raw))
        assert read_models(again) == read_models(raw)


# ----------------------------------------------------------------------------------------------------------- the types


@pytest.mark.parametrize("name", TYPES)
def test_a_type_has_the_name_of_its_module_and_known_settings(name: str) -> None:
    type = TYPES[name]
    assert type.name == name
    assert {*type.settings} <= {*SETTINGS}
    assert {*type.arguments, *type.required} <= {*type.settings}


@pytest.mark.parametrize("spec", GOOD)
def test_the_values_of_a_field_are_valid_and_their_code_is_python(spec: str) -> None:
    made, model = field(spec), Model("Book", ())
    type = TYPES[made.type]
    variants = type.variants(made, model) if "unique" in type.settings and type.has_values else []
    for value in [*type.examples(made, model), *variants, *type.valid_values(made)]:
        assert eval(type.literal(value), {"dt": datetime_module, "Decimal": Decimal, "UUID": UUID}) == value
        json.dumps(type.json_value(value))
        text = json.dumps(value) if made.type in ("json", "bool") else str(type.json_value(value))
        assert type.read(text, made) == value


@pytest.mark.parametrize("type", ["email", "url"])
def test_a_text_of_a_format_has_it_whatever_the_name_of_the_field_suggests(type: str) -> None:
    made = Field("state", type, length=200)
    assert all(TYPES[type].read(text, made) for text in TYPES[type].examples(made, Model("Book", ())))


@pytest.mark.parametrize("spec", ["decimal(2, 2) unique", "decimal(3, 1) unique", "int unique min=5", "float unique"])
def test_the_numbers_of_a_sequence_are_valid(spec: str) -> None:
    made = field(spec)
    code, json_code = TYPES[made.type].sequence(made, Model("Book", ()))
    for n in range(30 if code else 0):
        assert TYPES[made.type].read(str(eval(code, {"Decimal": Decimal, "n": n})), made) is not None
        assert TYPES[made.type].read(str(eval(json_code, {"n": n})), made) is not None


# ---------------------------------------------------------------------------------------------------------- the schema


@pytest.mark.parametrize("spec", GOOD)
def test_the_schema_takes_what_is_good(spec: str) -> None:
    VALIDATOR.validate({"models": {"Author": {"name": "str"}, "Book": {"it": spec}}})


@pytest.mark.parametrize(
    "model",
    [
        {"title": "strr"}, {"title": "str!"}, {"title": 5}, {"class": "int"}, {"a__b": "int"}, {"title": "choice"},
        {"title": {"type": "strr"}}, {"title": {"length": 5}}, {"title": {"type": "int", "length": 5}},
        {"title": {"type": "str", "length": 0}}, {"title": {"type": "ref"}}, {"title": {"type": "str", "nonsense": "x"}},
        {"fields": {}}, {"fields": {"title": "str"}, "read": "staf"}, {"fields": {"title": "str"}, "plurals": "x"}, {},
    ],
)  # fmt: skip
def test_the_schema_refuses_what_a_reader_would(model: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({"models": {"Book": model}})
    assert problems({"Book": model}) != []


def test_the_schema_takes_the_long_form_with_types_of_json() -> None:
    said = {"type": "decimal", "digits": 8, "places": 2, "min": 0, "optional": True, "index": False}
    jsonschema.validate(
        {"models": {"Book": {**LONG, "fields": {"title": "str", "body": "text", "price": said}}}}, SCHEMA
    )


# ------------------------------------------------------------------------------------------ beside the other answers


def test_numbers_and_truth_values_of_json_are_read_and_kept_as_text(tmp_path: Path) -> None:
    models = {"Book": {"fields": {"size": {"type": "int", "default": 5, "min": 0}}, "list": ["size"], "owner": False}}
    write_files(tmp_path, {"a.json": json.dumps({"models": models})})
    answers = read_answers([Source("x", (("models", RawAnswer(_as_read(models), "x")),))], KNOWLEDGE)
    assert answers["models"] == {
        "Book": {"fields": {"size": {"type": "int", "default": "5", "min": "0"}}, "list": ("size",), "owner": "false"}
    }
    assert read_models(answers["models"])[0].fields == (Field("size", "int", default=5, min=0),)
    assert scaffold("decide", "--answers", tmp_path / "a.json", "--defaults").status == 0


def _as_read(raw: Any) -> Any:
    """A value as an answer file gives it."""
    if isinstance(raw, dict):
        return {key: _as_read(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_as_read(value) for value in raw]
    return (
        UnsupportedValue(f"the number {raw}", str(raw)) if isinstance(raw, int) and not isinstance(raw, bool) else raw
    )


@pytest.mark.parametrize(
    ("said", "accounts", "told"),
    [
        ({"owner": "true"}, "none", "Book: owner: true and accounts: none contradict each other, because a record's owner is somebody who signs in: set accounts: accounts, or leave out Book: owner: true"),
        ({"read": "owner"}, "none", "Book: read: owner and accounts: none contradict each other, because a record's owner is somebody who signs in: set accounts: accounts, or leave out Book: read: owner"),
        ({"write": "staff"}, "accounts", "Book: write: staff and accounts: accounts contradict each other, because people need roles to be told apart: set accounts: roles, or leave out Book: write: staff"),
        ({"write": "staff"}, "roles", ""),
        ({"owner": "true"}, "accounts", ""),
        ({"read": "anyone"}, "none", ""),
        ({"read": "anyone"}, "accounts", ""),
    ],
)  # fmt: skip
def test_rights_need_the_accounts_that_tell_people_apart(said: dict[str, str], accounts: str, told: str) -> None:
    given = {"accounts": accounts, "models": {"Book": {"fields": {"x": "int"}, **said}}}
    if not told:
        complete(given, KNOWLEDGE)
        return
    with pytest.raises(AnswersRefused) as refused:
        complete(given, KNOWLEDGE)
    assert refused.value.problems == (told,)


@pytest.mark.parametrize("kind", KNOWLEDGE.question("kind").option_ids)
@pytest.mark.parametrize("accounts", ["none", "accounts", "roles"])
def test_the_models_of_each_kind_are_read_and_give_way_to_the_accounts(kind: str, accounts: str) -> None:
    models = complete({"kind": kind, "accounts": accounts}, KNOWLEDGE)["models"]
    read_models(models)
    assert models == plain_models(models)


def test_models_of_the_command_line_join_those_of_a_file() -> None:
    file = Source("a.yml", (("models", RawAnswer({"Author": {"name": "str"}}, "a.yml:3")),))
    answers = read_answers(add_models([Source("flag", ()), file], ["Book title:str author:ref(Author)"]), KNOWLEDGE)
    assert answers["models"] == {"Author": {"name": "str"}, "Book": {"title": "str", "author": "ref(Author)"}}
    assert answers.origins["models"] == "a.yml"


def test_models_of_the_command_line_stand_alone_too() -> None:
    told = scaffold(
        "decide", "--defaults", "--model", "Book title:str author:ref(Author)", "--model", "Author name:str"
    )
    assert told.status == 0, told.err


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["Book x:int"], "--model: Book is defined at a.yml:3, too; define it once"),
        (["Tag x:int", "Tag y:int"], "--model 'Tag y:int': Tag is defined twice"),
        (["Tag x"], "--model 'Tag x': column 5: found 'x', expected a field such as title:"),
        (["Tag x:int x:str"], "--model 'Tag x:int x:str': column 11: the field x comes twice"),
        (
            ["Tag x:it"],
            f"a.yml:3 and --model: models: Tag.x: column 1: type: found 'it', expected one of {', '.join(TYPES)};"
            " did you mean int?",
        ),
    ],
)
def test_models_of_the_command_line_are_refused_with_their_place(texts: list[str], told: str) -> None:
    file = Source("a.yml", (("models", RawAnswer({"Book": {"title": "str"}}, "a.yml:3")),))
    with pytest.raises(AnswersRefused) as refused:
        read_answers(add_models([file], texts), KNOWLEDGE)
    assert refused.value.problems == (told,)


def test_the_record_gives_the_same_models_again(tmp_path: Path) -> None:
    from generator.project.record import _yaml

    models = plain_models({"Book": {**LONG, "read": "anyone"}, "Tag": {"size": {"type": "int", "default": 5}}})
    write_files(tmp_path, {"a.yml": f"models: {_yaml(models)}\n"})
    from generator.answers.files import read_answer_file

    answers = read_answers(
        [read_answer_file(tmp_path / "a.yml"), Source("", (("accounts", RawAnswer("roles", "")),))], KNOWLEDGE
    )
    assert answers["models"] == models


def test_nothing_is_parsed_where_no_models_are_read() -> None:
    program = f"""
import sys
from collections import Counter
from generator.answers.answers import complete
complete({COMPLETE!r})
print({{"lark", "pluralizer"}} & set(sys.modules))
import generator.models.reader, generator.models.schema
print({{"lark", "pluralizer"}} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\nset()\n"


def test_no_model_can_hide_what_the_templates_of_records_import() -> None:
    """What the code of models, factories and the API imports or defines beside them, in either framework."""
    found: set[str] = set()
    for place in builtin_folder().rglob("*.jinja"):
        text = place.read_text(encoding="utf-8")
        layer = place.relative_to(builtin_folder()).as_posix()
        if re.search(
            r"^from (app|\[\[ app_name \]\]) import .*\bmodels\b|\bmodels\.\[\[ model\.name \]\]", text, re.MULTILINE
        ):
            continue  # such code says `models.Book`
        if re.search(r"models|api", layer) and re.search(
            r"\b(model|other|target|to)\.name\b|import \[\[ (?!\w+\.plural|slots\.)|attribute=\"name\"", text
        ):
            for names in re.findall(r"^\s*(?:from \S+ )?import ([\w, ]+)$", text, re.MULTILINE):
                found |= set(re.split(r"[,\s]+", names))
            found |= set(re.findall(r"^class (\w+)", text, re.MULTILINE))
    names = {name for name in found if re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)}
    assert len(names) > 10
    assert {name for name in names if not problems({name: {"size": "int"}})} == set()


@pytest.mark.parametrize(
    ("field", "room"),
    [
        ("choice(a, b) unique", "it has 2 values"),
        ("str(1) unique", "it has 10 values"),
        ("decimal(1) unique", "it has 10 values"),
        ("int unique min=1 max=29", "it has 29 values"),
        ('str unique pattern="[A-Z]" example="A"', "its pattern's example, counted on, has 26 values"),
    ],
)
def test_a_unique_field_leaves_room_for_a_table(field: str, room: str) -> None:
    with pytest.raises(ValueError, match=f"Book.it: unique, but {room}, expected 30 at least"):
        read_models({"Book": {"it": field}})


@pytest.mark.parametrize("limits", ["min=1 max=30", "max=5", "min=-3", "min=100 max=129", ""])
@pytest.mark.parametrize("type", ["int", "decimal(9, 2)", "float"])
def test_a_unique_number_has_values_enough(type: str, limits: str) -> None:
    (model,) = read_models({"Book": {"it": f"{type} unique {limits}"}})
    values = TYPES[model.fields[0].type].variants(model.fields[0], model)
    assert len(set(values)) == len(values) == 30
    assert all((model.fields[0].min or value) <= value <= (model.fields[0].max or value) for value in values)
