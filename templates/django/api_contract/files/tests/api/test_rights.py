"""Who may read and write which records by the API."""

from collections.abc import Callable

import pytest

from api.program import Maker, Program, assert_problem
from records.resources import RESOURCES, WHO, Resource

ProgramOf = Callable[[str], Program]

MIGHTIEST = WHO[-1]
"""Who makes the records of these tests."""


def has_all(who: str) -> bool:
    """Whether rows of others are open to somebody: staff and admins have them all, and the maker's are the maker's."""
    return who in {"staff", MIGHTIEST}


def refusal(who: str) -> int:
    return 401 if who == "nobody" else 403


def status_of_reading(resource: Resource, who: str) -> int:
    if not resource.may("read", who):
        return refusal(who)
    return 404 if resource.read == "owner" and not has_all(who) else 200


def status_of_writing(resource: Resource, who: str) -> int:
    if not (resource.may("read", who) and resource.may("write", who)):
        return refusal(who)
    if resource.read == "owner" and not has_all(who):
        return 404
    return 403 if resource.write == "owner" and not has_all(who) else 200


def status_of_making(resource: Resource, who: str) -> int:
    wants_person = resource.owner and who == "nobody"
    return 201 if resource.may("write", who) and not wants_person else refusal(who)


def assert_answers(answered: int, expected: int, who: str) -> None:
    assert answered == expected, who


@pytest.mark.parametrize("who", WHO)
def test_who_may_read(program_of: ProgramOf, make: Maker, resource: Resource, who: str) -> None:
    place, somebody = f"{resource.path}{make(resource)['id']}/", program_of(who)

    one, many = somebody.get(place), somebody.get(resource.path)

    assert_answers(one.status_code, status_of_reading(resource, who), who)
    if resource.may("read", who):
        assert many.get_json()["count"] == (one.status_code == 200)
    else:
        assert_problem(many, refusal(who))
    if one.status_code != 200:
        assert_problem(one, one.status_code)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_who_may_change(
    program: Program, program_of: ProgramOf, make: Maker, resource: Resource, who: str, method: str
) -> None:
    record = make(resource)
    body = make.body(resource, **{name: record[name] for name in resource.fixed}) if method == "PUT" else {}
    place, expected = f"{resource.path}{record['id']}/", status_of_writing(resource, who)
    reachable = expected != 200 or all(
        RESOURCES[to].read != "owner" or has_all(who)
        for name, to in resource.refers.items()
        if name in resource.required
    )

    answer = program_of(who).send(method, place, None if method == "DELETE" else body)

    if reachable:
        assert_answers(answer.status_code, 204 if (method, expected) == ("DELETE", 200) else expected, who)
    if expected != 200:
        assert_problem(answer, expected)
        assert program.get(place).get_json() == record


@pytest.mark.parametrize("who", WHO)
def test_who_may_make(program: Program, program_of: ProgramOf, make: Maker, resource: Resource, who: str) -> None:
    body, somebody = make.body(resource), program_of(who)
    can_see = all(
        RESOURCES[to].may("read", who) and (RESOURCES[to].read != "owner" or has_all(who))
        for name, to in resource.refers.items()
        if name in resource.required
    )

    answer = somebody.send("POST", resource.path, body)

    expected = status_of_making(resource, who)
    assert_answers(answer.status_code, expected if can_see or expected != 201 else 422, who)
    if expected != 201:
        assert program.get(resource.path).get_json()["count"] == 0
    elif can_see and resource.may("read", who):
        assert somebody.get(f"{resource.path}{answer.get_json()['id']}/").status_code == 200
