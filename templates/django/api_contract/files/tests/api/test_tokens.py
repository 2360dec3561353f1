"""Tokens: what machines show at the door."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from werkzeug.test import Client

from api.program import Maker, Program, assert_problem
from records.resources import RESOURCES

MakeToken = Callable[..., str]
Run = Callable[[str], tuple[int, str]]

FIRST = next(resource for resource in RESOURCES.values() if resource.in_api)
UNKNOWN = f"tok_{'nobody-knows-this-one' * 2}"


@pytest.mark.parametrize("shown", [f"Bearer {UNKNOWN}", "Bearer", "Bearer x", "Basic YTpi", "tok_x", "Bearer a b"])
def test_what_is_no_token_of_ours_is_refused(http: Client, shown: str) -> None:
    answer = http.get(FIRST.path, headers={"Authorization": shown})

    assert_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_lasts_as_long_as_was_said(http: Client, make_token: MakeToken) -> None:
    program = Program(http, make_token(days=2))
    assert program.get(FIRST.path).status_code == 200

    with time_machine.travel(timedelta(days=2, minutes=1)):
        assert_problem(program.get(FIRST.path), 401)


def test_a_token_does_what_its_scopes_say(http: Client, make_token: MakeToken, make: Maker) -> None:
    place = f"{FIRST.path}{make(FIRST)['id']}/"
    reader, writer = Program(http, make_token("read")), Program(http, make_token("write"))

    assert reader.get(place).status_code == 200
    assert_problem(reader.send("PATCH", place, {}), 403)
    assert_problem(writer.get(place), 403)


def test_a_revoked_token_is_worth_nothing(http: Client, make_token: MakeToken, run: Run) -> None:
    program = Program(http, make_token())
    number = run("token list")[1].split("tests")[0].split()[-1]

    assert run(f"token revoke {number}")[0] == 0

    assert_problem(program.get(FIRST.path), 401)
    assert "tests" not in run("token list")[1]


def test_a_token_is_shown_once(make_token: MakeToken, run: Run) -> None:
    token = make_token()

    status, output = run("token list")

    assert status == 0
    assert "tests" in output
    assert token not in output
    assert token[:8] in output


@pytest.mark.parametrize(
    ("words", "named"),
    [("token revoke 999", "999"), ("token create tests --scope fly", "fly"), ("token create tests --days 0", "days")],
)
def test_a_wrong_word_about_tokens_is_answered_in_a_line(run: Run, words: str, named: str) -> None:
    status, output = run(words)

    assert status != 0
    assert named in output
    assert "Traceback" not in output


def test_a_program_that_asks_too_often_is_told_to_wait(http: Client, program: Program) -> None:
    statuses = [program.send("OPTIONS", FIRST.path).status_code for _ in range(2)]
    assert statuses == [200, 200]

    answers = (program.get(f"{FIRST.path}?page=0") for _ in range(601))
    refused = next((answer for answer in answers if answer.status_code == 429), None)

    assert refused is not None
    assert_problem(refused, 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert_problem(Program(http).get("/api/v1/no-such-thing/"), 404)
