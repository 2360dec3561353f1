"""What programs are told where others are faster, or a part of the application is not there."""

from collections.abc import Callable
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from werkzeug.test import Client

from api.program import Maker, Program, assert_problem
from app.extensions import db
from records.resources import Resource


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_whoever_loses_a_race_is_told(
    monkeypatch: pytest.MonkeyPatch, program: Program, make: Maker, resource: Resource, method: str
) -> None:
    place = resource.path if method == "POST" else f"{resource.path}{make(resource)['id']}/"
    body = make.body(resource) if method == "POST" else None

    def lost() -> NoReturn:
        raise IntegrityError("", None, Exception())

    assert program.get(resource.path).status_code == 200
    monkeypatch.setattr(db.session, "commit", lost)

    assert_problem(program.send(method, place, body), 409)


def test_without_redis_each_process_counts_for_itself(make_app: Callable[..., Flask]) -> None:
    http = Client(make_app(REDIS_URL="redis://127.0.0.1:1/0", API_RATE=2))

    statuses = [http.get("/api/v1/no-such-thing/").status_code for _ in range(2)]

    assert statuses == [404, 404]


def test_a_parameter_is_given_once(program: Program, resource: Resource) -> None:
    assert_problem(program.get(f"{resource.path}?page=1&page=2"), 400, "page")


def test_a_search_is_not_endless(program: Program, resource: Resource) -> None:
    if resource.searched:
        assert_problem(program.get(resource.path, search="a" * 201), 400, "search")


def test_a_filter_takes_what_the_field_takes(program: Program, resource: Resource) -> None:
    for name in resource.filtered:
        assert_problem(program.get(resource.path, **{name: "\u2026" * 600}), 400, name)


def test_a_body_is_not_endless(program: Program, resource: Resource) -> None:
    answer = program.send("POST", resource.path, {"name": "a" * 2_097_152})

    assert_problem(answer, 413)


def test_several_are_not_endless(program: Program, make: Maker, resource: Resource) -> None:
    for name in resource.several:
        answer = program.send("POST", resource.path, make.body(resource, **{name: list(range(1, 1002))}))
        assert_problem(answer, 422, name)
        assert "at most 1000 items" in answer.text


def test_somebody_who_shows_something_else_is_told_how_to_be_known(http: Client, resource: Resource) -> None:
    if resource.may("write", "nobody"):
        return
    answer = http.delete(f"{resource.path}1/")

    assert_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_search_is_for_words_and_no_pattern(program: Program, make: Maker, resource: Resource) -> None:
    make(resource)

    if resource.searched:
        assert program.records(resource.path, search="%") == []
