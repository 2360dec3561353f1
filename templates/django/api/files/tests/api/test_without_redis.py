"""The API while Redis, in which requests are counted, does not answer."""

from pytest_django import Settings

from api.program import Maker, Program, assert_problem
from records.resources import RESOURCES

FIRST = next(resource for resource in RESOURCES.values() if resource.in_api)


def test_programs_are_served_and_counted(program: Program, make: Maker, settings: Settings) -> None:
    body = make.body(FIRST)
    settings.CACHES = {"default": {"BACKEND": "app.counts.SharedCounts", "LOCATION": "redis://127.0.0.1:1/0"}}
    settings.API_REQUESTS_A_MINUTE = 2

    answers = [program.send("POST", FIRST.path, body) for _ in range(3)]

    assert answers[0].status_code == 201
    assert_problem(answers[2], 429)
